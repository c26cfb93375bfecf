package dev.darkroom.console.kit.layout;

import dev.darkroom.console.kit.task.FxEventBridge;
import dev.darkroom.console.kit.task.LatestTask;
import dev.darkroom.console.kit.text.ErrorMessages;
import dev.darkroom.mediafile.AudioWaveform;
import dev.darkroom.storage.StoredFile;
import dev.darkroom.storage.preview.FileThumbnail;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import javafx.scene.image.Image;
import org.jspecify.annotations.Nullable;

/**
 * The thumbnails of stored files in rows and cards: loaded in the background, and kept in memory for a few screens' worth.
 * Failed loads, as during an outage, are retried as long as the result is wanted. FX thread.
 */
public final class ThumbnailCache {
    private static final Duration MIN_RETRY_DELAY = Duration.ofSeconds(5);
    private static final Duration MAX_RETRY_DELAY = Duration.ofMinutes(1);

    private final FileThumbnail.Source thumbnails;
    private final FxEventBridge feed;
    private final double side;
    private final Map<Object, Face> kept;

    /**
     * A picture or the peaks of a sound; neither if nothing can be drawn.
     *
     * @param problem the reason for drawing nothing, as a sentence; empty if there is none to show
     */
    public record Face(@Nullable Image image, @Nullable AudioWaveform waveform, String problem) {
        public static final Face NONE = new Face(null, null, "");
    }

    private ThumbnailCache(FileThumbnail.Source thumbnails, FxEventBridge feed, double side, int most) {
        this.thumbnails = thumbnails;
        this.feed = feed;
        this.side = side;
        kept = new LinkedHashMap<>(most, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Object, Face> eldest) {
                return size() > most;
            }
        };
    }

    /** Pictures of up to 448 x 448 pixels for cards: 160 of them take at most 130 MB, usually a third. */
    public static ThumbnailCache cards(FileThumbnail.Source thumbnails, FxEventBridge feed) {
        return new ThumbnailCache(thumbnails, feed, 0, 160);
    }

    /** Pictures for the rows of a table. */
    public static ThumbnailCache rows(FileThumbnail.Source thumbnails, FxEventBridge feed) {
        return new ThumbnailCache(thumbnails, feed, 56, 300);
    }

    /** One for each place that shows files, so that changing its file discards the pending result of the previous one. */
    public LatestTask latestTask() {
        return feed.latestTask();
    }

    public void face(StoredFile file, LatestTask loading, Consumer<Face> show) {
        face(file.id(), () -> Optional.of(file), loading, show);
    }

    /**
     * Passes a cached face at once, others later through the task; after a failure first a problem, and the face once loaded.
     *
     * @param file looked up in the background; empty means nothing to draw
     */
    public void face(Object id, Callable<Optional<StoredFile>> file, LatestTask loading, Consumer<Face> show) {
        loading.cancel();
        Face known = kept.get(id);
        if (known != null) {
            show.accept(known);
        } else {
            load(id, file, loading, show, Duration.ZERO);
        }
    }

    private void load(
            Object id, Callable<Optional<StoredFile>> file, LatestTask loading, Consumer<Face> show, Duration pause) {
        loading.load(
                () -> {
                    Thread.sleep(pause);
                    Optional<StoredFile> found = file.call();
                    return found.isPresent() ? face(thumbnails.of(found.get())) : Face.NONE;
                },
                face -> {
                    kept.put(id, face);
                    show.accept(face);
                },
                failure -> {
                    show.accept(new Face(null, null, ErrorMessages.of(failure)));
                    load(id, file, loading, show, next(pause));
                });
    }

    private static Duration next(Duration pause) {
        Duration longer = pause.isZero() ? MIN_RETRY_DELAY : pause.multipliedBy(2);
        return longer.compareTo(MAX_RETRY_DELAY) > 0 ? MAX_RETRY_DELAY : longer;
    }

    private Face face(FileThumbnail thumbnail) {
        return switch (thumbnail) {
            case FileThumbnail.Picture picture ->
                new Face(
                        side == 0
                                ? MediaPictures.trustedPng(picture.png())
                                : MediaPictures.trustedPng(picture.png(), side),
                        null,
                        "");
            case FileThumbnail.Sound sound -> new Face(null, sound.waveform(), "");
            case FileThumbnail.Refused refused -> new Face(null, null, MediaPictures.sentence(refused.refusal()));
            case FileThumbnail.Plain _ -> Face.NONE;
        };
    }
}
