package dev.darkroom.console.files;

import dev.darkroom.console.kit.task.FxEventBridge;
import dev.darkroom.console.kit.task.LatestTask;
import dev.darkroom.console.kit.text.ErrorMessages;
import dev.darkroom.mediafile.DrawnPicture;
import dev.darkroom.mediafile.MediaRefusedException;
import dev.darkroom.storage.IntegrityCheck;
import dev.darkroom.storage.StoredFile;
import dev.darkroom.storage.preview.FilePreview;
import dev.darkroom.storage.preview.FilePreviewService;
import dev.darkroom.storage.supabase.SignedUrl;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;

/**
 * The file in the inspector: its signed URL, its preview, and whether storage agrees with its row. On the FX thread, without
 * the toolkit; late results for an earlier file are discarded.
 */
public final class FilePreviewModel {
    private final BiFunction<StoredFile, Duration, SignedUrl> signing;
    private final BiFunction<StoredFile, Duration, SignedUrl> renewing;
    private final FilePreviewService previews;
    private final FxEventBridge feed;
    private final InstantSource clock;

    private final ObjectProperty<Duration> validity = new SimpleObjectProperty<>(Duration.ofHours(1));
    private final ReadOnlyObjectWrapper<@Nullable StoredFile> file = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable Link> link = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable FilePreview> preview = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable Path> forSystem = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable IntegrityCheck> check = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper linkFailure = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper previewFailure = new ReadOnlyStringWrapper("");

    private final LatestTask linking;
    private final LatestTask opening;
    private final LatestTask drawing;
    private final LatestTask checking;

    /**
     * @param signing creates a URL for previews
     * @param renewing creates one at the user's request; the generation may store it
     */
    public FilePreviewModel(
            BiFunction<StoredFile, Duration, SignedUrl> signing,
            BiFunction<StoredFile, Duration, SignedUrl> renewing,
            FilePreviewService previews,
            FxEventBridge feed,
            InstantSource clock) {
        this.signing = signing;
        this.renewing = renewing;
        this.previews = previews;
        this.feed = feed;
        this.clock = clock;
        linking = feed.latestTask();
        opening = feed.latestTask();
        drawing = feed.latestTask();
        checking = feed.latestTask();
    }

    /** A signed URL and its creation time, from which the remaining share of its lifetime is computed. */
    public record Link(SignedUrl url, Instant madeAt) {
        public Duration left(Instant now) {
            Duration left = Duration.between(now, url.expiresAt());
            return left.isNegative() ? Duration.ZERO : left;
        }

        /** Returns the remaining share, from 1 when just created to 0 when expired. */
        public double share(Instant now) {
            double life = Duration.between(madeAt, url.expiresAt()).toMillis();
            return life <= 0 ? 0 : Math.clamp(left(now).toMillis() / life, 0, 1);
        }
    }

    /** The lifetime of the next signed URL. */
    public ObjectProperty<Duration> validityProperty() {
        return validity;
    }

    public ReadOnlyObjectProperty<@Nullable StoredFile> fileProperty() {
        return file.getReadOnlyProperty();
    }

    /** The link, null while being created, for a missing file, and after a failure. */
    public ReadOnlyObjectProperty<@Nullable Link> linkProperty() {
        return link.getReadOnlyProperty();
    }

    /** The preview, null while being fetched. */
    public ReadOnlyObjectProperty<@Nullable FilePreview> previewProperty() {
        return preview.getReadOnlyProperty();
    }

    /** The copy that may be opened by the system's default program; null when there is none, or none that may. */
    public ReadOnlyObjectProperty<@Nullable Path> forSystemProperty() {
        return forSystem.getReadOnlyProperty();
    }

    /** The integrity check, null while storage has not responded. */
    public ReadOnlyObjectProperty<@Nullable IntegrityCheck> checkProperty() {
        return check.getReadOnlyProperty();
    }

    public ReadOnlyStringProperty linkFailureProperty() {
        return linkFailure.getReadOnlyProperty();
    }

    public ReadOnlyStringProperty previewFailureProperty() {
        return previewFailure.getReadOnlyProperty();
    }

    public void open(StoredFile chosen) {
        close();
        file.set(chosen);
        if (chosen.state() == StoredFile.State.STORED) {
            sign(chosen, signing, () -> fetch(false));
        }
    }

    public void close() {
        linking.cancel();
        opening.cancel();
        drawing.cancel();
        checking.cancel();
        file.set(null);
        link.set(null);
        preview.set(null);
        forSystem.set(null);
        check.set(null);
        linkFailure.set("");
        previewFailure.set("");
    }

    /** Creates a new signed URL with the chosen lifetime. */
    public void renew() {
        StoredFile now = file.get();
        if (now != null) {
            sign(now, renewing, () -> {});
        }
    }

    /** Chooses the lifetime and creates a URL with it. */
    public void renewFor(Duration life) {
        validity.set(life);
        renew();
    }

    /** Fetches and shows the file despite its size. */
    public void fetchLarge() {
        fetch(true);
    }

    /** Draws the picture with a longer side of at most {@code side} px; if that is refused, the preview becomes refused. */
    public void draw(FilePreview.Picture picture, int side, Consumer<DrawnPicture> show) {
        drawing.load(() -> previews.draw(picture, side), show, exception -> {
            forSystem.set(null); // other programs would have the same trouble with it
            if (exception instanceof MediaRefusedException refused) {
                preview.set(new FilePreview.Refused(refused.refusal()));
            } else {
                previewFailure.set(ErrorMessages.of(exception));
            }
        });
    }

    /** Passes on the address for users, see {@link StoredFile#forBrowser}; content that proved active counts as active too. */
    public void withAddress(Consumer<String> use) {
        StoredFile shown = file.get();
        if (shown != null) {
            boolean proven = preview.get() instanceof FilePreview.Text text && text.active();
            withUrl(signed -> use.accept((proven ? signed.asDownload(shown.name()) : shown.forBrowser(signed))
                    .url()
                    .toString()));
        }
    }

    /** Retries after a failure. */
    public void retry() {
        StoredFile now = file.get();
        if (now != null) {
            open(now);
        }
    }

    /** Passes on a valid URL, creating one first if the current one has expired. */
    public void withUrl(Consumer<SignedUrl> use) {
        Link now = link.get();
        StoredFile shown = file.get();
        if (now != null && !now.url().isExpired(clock.instant())) {
            use.accept(now.url());
        } else if (shown != null) {
            sign(shown, signing, () -> {
                Link fresh = link.get();
                if (fresh != null) {
                    use.accept(fresh.url());
                }
            });
        }
    }

    /** Saves the file to disk; {@code saved} receives its path, {@code failed} a sentence. */
    public void save(Path target, Consumer<Path> saved, Consumer<String> failed) {
        StoredFile shown = file.get();
        if (shown != null) {
            withUrl(url -> feed.load(
                    () -> {
                        previews.save(shown, url, target, _ -> {});
                        return target;
                    },
                    saved,
                    exception -> failed.accept(ErrorMessages.of(exception))));
        }
    }

    private void sign(StoredFile chosen, BiFunction<StoredFile, Duration, SignedUrl> with, Runnable then) {
        Duration life = validity.get();
        Instant now = clock.instant();
        linkFailure.set("");
        linking.load(
                () -> with.apply(chosen, life),
                signed -> {
                    link.set(new Link(signed, now));
                    then.run();
                },
                exception -> {
                    link.set(null);
                    linkFailure.set(ErrorMessages.of(exception));
                    check(chosen, Optional.empty());
                });
    }

    private void fetch(boolean evenLarge) {
        StoredFile chosen = file.get();
        Link now = link.get();
        if (chosen == null || now == null) {
            return;
        }
        preview.set(null);
        forSystem.set(null);
        previewFailure.set("");
        opening.load(
                () -> previews.open(chosen, now.url(), evenLarge),
                opened -> {
                    forSystem.set(opened.forSystem().orElse(null));
                    preview.set(opened.preview());
                    check(chosen, opened.sha256());
                },
                exception -> {
                    previewFailure.set(ErrorMessages.of(exception));
                    check(chosen, Optional.empty());
                });
    }

    private void check(StoredFile chosen, Optional<String> fetchedHash) {
        check.set(null);
        checking.load(() -> previews.check(chosen, fetchedHash), check::set, _ -> {});
    }
}
