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
 * One file in the inspector: its signed URL, what it looks like, and whether storage agrees with its row. On the FX thread,
 * without the toolkit; a late answer about an earlier file never arrives.
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
     * @param signing makes a URL to look with
     * @param renewing makes one because a person wants it; the generation may keep it
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

    /** A signed URL and when it was made, so that the rest of its life can be shown as a share. */
    public record Link(SignedUrl url, Instant madeAt) {
        public Duration left(Instant now) {
            Duration left = Duration.between(now, url.expiresAt());
            return left.isNegative() ? Duration.ZERO : left;
        }

        /** From 1, just made, to 0, over. */
        public double share(Instant now) {
            double life = Duration.between(madeAt, url.expiresAt()).toMillis();
            return life <= 0 ? 0 : Math.clamp(left(now).toMillis() / life, 0, 1);
        }
    }

    /** How long the next signed URL shall live. */
    public ObjectProperty<Duration> validityProperty() {
        return validity;
    }

    public ReadOnlyObjectProperty<@Nullable StoredFile> fileProperty() {
        return file.getReadOnlyProperty();
    }

    /** Null while it is being made, for a missing file, and after a failure. */
    public ReadOnlyObjectProperty<@Nullable Link> linkProperty() {
        return link.getReadOnlyProperty();
    }

    /** Null while it is being fetched. */
    public ReadOnlyObjectProperty<@Nullable FilePreview> previewProperty() {
        return preview.getReadOnlyProperty();
    }

    /** The copy that the system's program for its type may be given; null when there is none, or none that may. */
    public ReadOnlyObjectProperty<@Nullable Path> forSystemProperty() {
        return forSystem.getReadOnlyProperty();
    }

    /** Null while storage has not answered. */
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

    /** A new signed URL that lives as long as was chosen. */
    public void renew() {
        StoredFile now = file.get();
        if (now != null) {
            sign(now, renewing, () -> {});
        }
    }

    /** Chooses how long a URL lives and makes one. */
    public void renewFor(Duration life) {
        validity.set(life);
        renew();
    }

    /** Fetches and shows the file although it is large. */
    public void fetchLarge() {
        fetch(true);
    }

    /** Draws the picture that is shown with its longer side at most {@code side} pixels; one that cannot be drawn becomes refused. */
    public void draw(FilePreview.Picture picture, int side, Consumer<DrawnPicture> show) {
        drawing.load(() -> previews.draw(picture, side), show, exception -> {
            forSystem.set(null); // another program would have the same trouble with it
            if (exception instanceof MediaRefusedException refused) {
                preview.set(new FilePreview.Refused(refused.refusal()));
            } else {
                previewFailure.set(ErrorMessages.of(exception));
            }
        });
    }

    /** The address of the file for a person: see {@link StoredFile#forBrowser}. What proved to be active is taken for it as well. */
    public void withAddress(Consumer<String> use) {
        StoredFile shown = file.get();
        if (shown != null) {
            boolean proven = preview.get() instanceof FilePreview.Text text && text.active();
            withUrl(signed -> use.accept((proven ? signed.asDownload(shown.name()) : shown.forBrowser(signed))
                    .url()
                    .toString()));
        }
    }

    /** Tries again what failed. */
    public void retry() {
        StoredFile now = file.get();
        if (now != null) {
            open(now);
        }
    }

    /** Gives a URL that still opens the file; makes one first when the present one is over. */
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

    /** Saves the file to the disk; each of the two gets a sentence's worth: where it is, or what went wrong. */
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
