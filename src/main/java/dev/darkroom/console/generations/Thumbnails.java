package dev.darkroom.console.generations;

import dev.darkroom.fal.MediaKind;
import dev.darkroom.generation.GenerationRow;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javafx.scene.image.Image;

/**
 * Small pictures of the rows on the screen. The newest wish is served first, two at a time; what has scrolled away by
 * then is skipped, what was loaded is kept, up to a bound.
 */
final class Thumbnails {
    private static final int KEPT = 300;
    private static final int AT_ONCE = 2;
    private static final int WAITING = 60;
    private static final double SIZE = 56;
    /** A picture is loaded whole to be made small, so large ones are left out. */
    private static final long LARGEST = 4_000_000;

    private final Map<UUID, Image> images = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Image> eldest) {
            return size() > KEPT;
        }
    };
    private final Deque<Wish> wishes = new ArrayDeque<>();
    private int loading;

    private record Wish(UUID id, String url, BooleanSupplier wanted, Consumer<Image> show) {}

    static boolean has(GenerationRow row, Instant now) {
        Instant expires = row.media().urlExpiresAt();
        boolean small = row.media().bytesStored() / Math.max(1, row.media().filesStored()) <= LARGEST;
        return row.kind() == MediaKind.IMAGE
                && small
                && row.media().url() != null
                && expires != null
                && expires.isAfter(now);
    }

    /** {@code show} is called at once or later, and only while {@code wanted}. */
    void load(GenerationRow row, BooleanSupplier wanted, Consumer<Image> show) {
        Image known = images.get(row.id());
        if (known != null) {
            if (!known.isError()) {
                show.accept(known);
            }
            return;
        }
        wishes.push(new Wish(row.id(), String.valueOf(row.media().url()), wanted, show));
        if (wishes.size() > WAITING) {
            wishes.removeLast();
        }
        next();
    }

    private void next() {
        while (loading < AT_ONCE && !wishes.isEmpty()) {
            Wish wish = wishes.pop();
            Image known = images.get(wish.id());
            if (!wish.wanted().getAsBoolean()) {
                continue;
            }
            if (known != null) {
                done(wish, known);
                continue;
            }
            loading++;
            Image image = new Image(wish.url(), SIZE, SIZE, true, true, true);
            image.progressProperty().subscribe(progress -> {
                if (progress.doubleValue() >= 1 && images.put(wish.id(), image) == null) {
                    loading--;
                    done(wish, image);
                    next();
                }
            });
        }
    }

    private static void done(Wish wish, Image image) {
        if (!image.isError() && wish.wanted().getAsBoolean()) {
            wish.show().accept(image);
        }
    }
}
