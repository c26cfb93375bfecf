package dev.darkroom.storage;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import javax.imageio.ImageIO;

/** Draws what cards show of files, a few at a time, and keeps it on disk. Blocks; interrupting a thread takes it out of the queue. */
public final class Thumbnails {
    private static final Duration LINK = Duration.ofMinutes(10);
    private static final String SMALL = ".small.png";
    private static final String PEAKS = ".peaks";

    private final SupabaseStorage storage;
    private final LocalFiles files;
    /** Drawing takes processor and memory; fair, so that cards appear in the order of asking. */
    private final Semaphore drawing = new Semaphore(3, true);

    Thumbnails(SupabaseStorage storage, LocalFiles files) {
        this.storage = storage;
        this.files = files;
    }

    /** Files above {@link Previews#LARGE} are not fetched for a card. */
    public Thumbnail of(StoredFile file) throws InterruptedException, IOException {
        if (!isDrawable(file)) {
            return new Thumbnail.Plain();
        }
        Optional<Thumbnail> kept = kept(file);
        if (kept.isPresent()) {
            return kept.get();
        }
        drawing.acquire();
        try {
            return files.locked(file, () -> Reading.of(() -> draw(file)));
        } finally {
            drawing.release();
        }
    }

    private static boolean isDrawable(StoredFile file) {
        boolean drawable = switch (FileKind.of(file)) {
            case PICTURE, VIDEO, SOUND -> true;
            case TEXT, OTHER -> false;
        };
        return drawable
                && file.state() == StoredFile.State.STORED
                && file.bytes() != null
                && file.bytes() <= Previews.LARGE;
    }

    private Optional<Thumbnail> kept(StoredFile file) throws IOException {
        Optional<Path> small = files.drawn(file, SMALL);
        if (small.isPresent()) {
            return small.map(Thumbnail.Picture::new);
        }
        Optional<Path> peaks = files.drawn(file, PEAKS);
        return peaks.isPresent() ? Optional.of(new Thumbnail.Sound(Waveform.read(peaks.get()))) : Optional.empty();
    }

    private Thumbnail draw(StoredFile file) throws IOException {
        Optional<Thumbnail> kept = kept(file);
        if (kept.isPresent()) {
            return kept.get();
        }
        SupabaseStorage bucket = storage.withBucket(file.bucket());
        Path local = files.copy(file, () -> bucket.sign(file.path(), LINK)).file();
        return switch (FileKind.of(file)) {
            case PICTURE -> picture(file, SmallPicture.of(local));
            case VIDEO -> picture(file, PosterFrame.of(local).map(frame -> SmallPicture.small(frame.picture())));
            case SOUND -> sound(file, Waveform.of(local));
            case TEXT, OTHER -> new Thumbnail.Plain();
        };
    }

    private Thumbnail picture(StoredFile file, Optional<BufferedImage> picture) {
        return picture.<Thumbnail>map(small -> new Thumbnail.Picture(
                        files.draw(file, SMALL, part -> ImageIO.write(small, "png", part.toFile()))))
                .orElseGet(Thumbnail.Plain::new);
    }

    private Thumbnail sound(StoredFile file, Optional<Waveform> waveform) {
        waveform.ifPresent(known -> files.draw(file, PEAKS, known::write));
        return waveform.<Thumbnail>map(Thumbnail.Sound::new).orElseGet(Thumbnail.Plain::new);
    }
}
