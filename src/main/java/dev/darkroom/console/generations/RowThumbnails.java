package dev.darkroom.console.generations;

import dev.darkroom.console.kit.layout.MediaPictures;
import dev.darkroom.console.kit.task.FxEventBridge;
import dev.darkroom.fal.catalog.MediaKind;
import dev.darkroom.generation.GenerationRow;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javafx.scene.image.Image;

/**
 * Small pictures of the rows on the screen. The newest wish is served first, two at a time; what has scrolled away by
 * then is skipped, what was loaded is kept, up to a bound.
 */
public final class RowThumbnails {
    private static final int KEPT = 300;
    private static final int AT_ONCE = 2;
    private static final int WAITING = 60;
    private static final double SIZE = 56;
    /** Bytes: what is fetched for a picture of this size. */
    private static final long LARGEST = 4_000_000;

    private final GenerationPictures pictures;
    private final FxEventBridge feed;
    /** Empty for what cannot be had, so that it is not asked for with each scroll. */
    private final Map<UUID, Optional<Image>> images = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Optional<Image>> eldest) {
            return size() > KEPT;
        }
    };

    private final Deque<Wish> wishes = new ArrayDeque<>();
    private int loading;

    private record Wish(GenerationRow row, BooleanSupplier wanted, Consumer<Image> show) {}

    public RowThumbnails(GenerationPictures pictures, FxEventBridge feed) {
        this.pictures = pictures;
        this.feed = feed;
    }

    public static boolean has(GenerationRow row) {
        long bytes = row.media().bytesStored() / Math.max(1, row.media().filesStored());
        return row.kind() == MediaKind.IMAGE && row.media().path() != null && bytes <= LARGEST;
    }

    /** {@code show} is called at once or later, and only while {@code wanted}. */
    public void load(GenerationRow row, BooleanSupplier wanted, Consumer<Image> show) {
        Optional<Image> known = images.get(row.id());
        if (known != null) {
            known.ifPresent(show);
            return;
        }
        wishes.push(new Wish(row, wanted, show));
        if (wishes.size() > WAITING) {
            wishes.removeLast();
        }
        next();
    }

    private void next() {
        while (loading < AT_ONCE && !wishes.isEmpty()) {
            Wish wish = wishes.pop();
            if (!wish.wanted().getAsBoolean()) {
                continue;
            }
            Optional<Image> known = images.get(wish.row().id());
            if (known != null) {
                known.ifPresent(wish.show());
                continue;
            }
            loading++;
            feed.load(
                    () -> pictures.of(wish.row()).map(png -> MediaPictures.own(png, SIZE)),
                    image -> done(wish, image),
                    _ -> done(wish, Optional.empty()));
        }
    }

    private void done(Wish wish, Optional<Image> image) {
        loading--;
        images.put(wish.row().id(), image);
        if (wish.wanted().getAsBoolean()) {
            image.ifPresent(wish.show());
        }
        next();
    }
}
