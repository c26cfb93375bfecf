package dev.darkroom.console.files;

import dev.darkroom.console.kit.layout.MediaPictures;
import dev.darkroom.console.kit.task.FxEventBridge;
import dev.darkroom.console.kit.task.LatestResult;
import dev.darkroom.mediafile.Waveform;
import dev.darkroom.storage.StoredFile;
import dev.darkroom.storage.preview.FileThumbnail;
import dev.darkroom.storage.preview.ThumbnailStore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import javafx.scene.image.Image;
import org.jspecify.annotations.Nullable;

/** What cards show, kept in memory for as many files as a few screens hold; made in the background. FX thread. */
final class CardImageCache {
    /** Pictures of up to 448 x 448 pixels: 160 of them take 130 MB at the very most, usually a third. */
    private static final int KEPT = 160;

    /** Either a picture or the peaks of a sound; neither when there is nothing to be drawn. */
    record Face(@Nullable Image image, @Nullable Waveform waveform) {
        static final Face NONE = new Face(null, null);
    }

    private final ThumbnailStore thumbnails;
    private final FxEventBridge feed;
    private final Map<UUID, Face> kept = new LinkedHashMap<>(KEPT, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Face> eldest) {
            return size() > KEPT;
        }
    };

    CardImageCache(ThumbnailStore thumbnails, FxEventBridge feed) {
        this.thumbnails = thumbnails;
        this.feed = feed;
    }

    /** One for each card, so that a card that shows another file no longer waits for the first. */
    LatestResult slot() {
        return feed.slot();
    }

    /** Gives the face at once when it is known, else later through the slot; nothing when it cannot be had. */
    void face(StoredFile file, LatestResult slot, Consumer<Face> show) {
        slot.cancel();
        Face known = kept.get(file.id());
        if (known != null) {
            show.accept(known);
            return;
        }
        slot.load(
                () -> face(thumbnails.of(file)),
                face -> {
                    kept.put(file.id(), face);
                    show.accept(face);
                },
                _ -> show.accept(Face.NONE));
    }

    private static Face face(FileThumbnail thumbnail) {
        return switch (thumbnail) {
            case FileThumbnail.Picture picture -> new Face(MediaPictures.own(picture.png()), null);
            case FileThumbnail.Sound sound -> new Face(null, sound.waveform());
            case FileThumbnail.Refused _, FileThumbnail.Plain _ -> Face.NONE;
        };
    }
}
