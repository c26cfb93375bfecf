package dev.darkroom.storage.preview;

import dev.darkroom.mediafile.AudioWaveform;
import dev.darkroom.mediafile.DrawnPicture;
import dev.darkroom.mediafile.MediaRefusedException;
import dev.darkroom.mediafile.MediaWorkers;
import dev.darkroom.mediafile.PictureFile;
import dev.darkroom.mediafile.VideoPosterFrame;
import dev.darkroom.storage.FileKind;
import dev.darkroom.storage.MediaForm;
import dev.darkroom.storage.StoredFile;
import dev.darkroom.storage.supabase.SupabaseStorage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Draws thumbnails, a few at a time, and caches them on disk. Blocks; interrupting a thread removes it from the queue. */
public final class ThumbnailStore implements FileThumbnail.Source {
    /** The longer side in pixels: sharp on a card at double density. */
    static final int SIDE = 448;

    private static final Duration LINK = Duration.ofMinutes(10);
    private static final String SMALL = ".small.png";
    private static final String PEAKS = ".peaks";

    private final SupabaseStorage storage;
    private final LocalFileStore files;
    private final MediaWorkers workers;
    /** Drawing is CPU and memory intensive; fair, so that cards appear in request order. */
    private final Semaphore drawing = new Semaphore(3, true);

    ThumbnailStore(SupabaseStorage storage, LocalFileStore files, MediaWorkers workers) {
        this.storage = storage;
        this.files = files;
        this.workers = workers;
    }

    /** Files above {@link FilePreviewService#LARGE_BYTES} are not fetched for thumbnails. */
    @Override
    public FileThumbnail of(StoredFile file) throws InterruptedException, IOException {
        if (!isDrawable(file)) {
            return new FileThumbnail.Plain();
        }
        Optional<FileThumbnail> cached = findCached(file);
        if (cached.isPresent()) {
            return cached.get();
        }
        drawing.acquire();
        try {
            return files.locked(file, () -> LocalFileStore.unchecked(() -> draw(file)));
        } catch (MediaRefusedException refused) {
            return new FileThumbnail.Refused(refused.refusal());
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
                && file.bytes() <= FilePreviewService.LARGE_BYTES;
    }

    private Optional<FileThumbnail> findCached(StoredFile file) throws IOException {
        Optional<Path> small = files.findDrawing(file, SMALL);
        if (small.isPresent()) {
            return small.map(FileThumbnail.Picture::new);
        }
        Optional<Path> peaks = files.findDrawing(file, PEAKS);
        return peaks.isPresent()
                ? Optional.of(new FileThumbnail.Sound(AudioWaveform.read(peaks.get())))
                : Optional.empty();
    }

    private FileThumbnail draw(StoredFile file) throws IOException {
        Optional<FileThumbnail> cached = findCached(file);
        if (cached.isPresent()) {
            return cached.get();
        }
        SupabaseStorage bucket = storage.withBucket(file.bucket());
        Path local = files.copy(file, () -> bucket.sign(file.path(), LINK), FilePreviewService.LARGE_BYTES)
                .file();
        MediaForm form = MediaForm.of(local, file.contentType());
        return switch (form.kind()) {
            case PICTURE -> picture(file, local, form);
            case VIDEO -> video(file, local, form);
            case SOUND -> form.isWave() ? sound(file, AudioWaveform.of(local, workers)) : new FileThumbnail.Plain();
            case TEXT, OTHER -> new FileThumbnail.Plain();
        };
    }

    private FileThumbnail picture(StoredFile file, Path local, MediaForm form) throws IOException {
        return form.picture().isEmpty()
                ? new FileThumbnail.Plain()
                : small(
                        file,
                        PictureFile.open(local, form.picture().get(), workers).draw(SIDE, workers));
    }

    private FileThumbnail video(StoredFile file, Path local, MediaForm form) throws IOException {
        return form.isMovie()
                ? VideoPosterFrame.of(local, SIDE, workers)
                        .map(frame -> small(file, frame.picture()))
                        .orElseGet(FileThumbnail.Plain::new)
                : new FileThumbnail.Plain();
    }

    private FileThumbnail small(StoredFile file, DrawnPicture picture) {
        return new FileThumbnail.Picture(files.draw(file, SMALL, picture::write));
    }

    private FileThumbnail sound(StoredFile file, Optional<AudioWaveform> waveform) {
        waveform.ifPresent(known -> files.draw(file, PEAKS, known::write));
        return waveform.<FileThumbnail>map(FileThumbnail.Sound::new).orElseGet(FileThumbnail.Plain::new);
    }
}
