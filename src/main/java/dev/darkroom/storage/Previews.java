package dev.darkroom.storage;

import dev.darkroom.http.Http;
import dev.darkroom.http.Json;
import dev.darkroom.mediafile.DrawnPicture;
import dev.darkroom.mediafile.MediaRefusal;
import dev.darkroom.mediafile.MediaRefusedException;
import dev.darkroom.mediafile.MediaWorkers;
import dev.darkroom.mediafile.MovieStructure;
import dev.darkroom.mediafile.PictureFile;
import dev.darkroom.mediafile.PosterFrame;
import dev.darkroom.mediafile.Waveform;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongConsumer;

/**
 * Fetches stored files through signed URLs and makes them ready to be looked at. What was fetched or drawn once is kept on
 * disk under its hash. Blocks; safe for any thread; interrupting a thread ends its work.
 */
public final class Previews {
    /** Bytes; a larger file is fetched only when a person asks for it. */
    public static final long LARGE = 10_000_000;

    /** Bytes; a larger file is never fetched to be shown, only to be saved. */
    public static final long LARGEST = 1_000_000_000;

    /** Bytes of a text that are read; only what is whole is indented. */
    private static final int TEXT_READ = 256 * 1024;
    /** Pixels of the longer side of a poster: the widest inspector at double density. */
    private static final int POSTER_SIDE = 1_600;

    private final SupabaseStorage storage;
    private final LinkDownload download;
    private final LocalFiles files;
    private final Thumbnails thumbnails;
    private final MediaWorkers workers = new MediaWorkers();

    public Previews(Http http, SupabaseStorage storage, FileCache cache) {
        this.storage = storage;
        download = new LinkDownload(http, storage.linkPolicy(), LinkDownload.LARGEST);
        files = new LocalFiles(cache, download);
        thumbnails = new Thumbnails(storage, files, workers);
    }

    /**
     * A file made ready.
     *
     * @param forSystem its copy on this disk, when the system's program for its type may be given it
     * @param sha256 of the bytes, when they were fetched for this and not kept from before
     */
    public record Opened(Preview preview, Optional<Path> forSystem, Optional<String> sha256) {
        static Opened of(Preview preview) {
            return new Opened(preview, Optional.empty(), Optional.empty());
        }
    }

    public Thumbnails thumbnails() {
        return thumbnails;
    }

    /** @param evenLarge whether to fetch a file above {@link #LARGE}; none above {@link #LARGEST} is */
    public Opened open(StoredFile file, SignedUrl link, boolean evenLarge) {
        long bytes = Objects.requireNonNullElse(file.bytes(), 0L);
        if (bytes > LARGEST) {
            return Opened.of(new Preview.Refused(MediaRefusal.of(MediaRefusal.Reason.SIZE, LARGEST)));
        }
        if (bytes > LARGE && !evenLarge && files.kept(file).isEmpty()) {
            return Opened.of(new Preview.Large(bytes));
        }
        return files.locked(file, () -> fetched(file, link, bytes > LARGE ? LARGEST : LARGE));
    }

    private Opened fetched(StoredFile file, SignedUrl link, long limit) {
        LocalFiles.Local local;
        try {
            local = files.copy(file, () -> link, limit);
        } catch (MediaRefusedException refused) {
            return Opened.of(new Preview.Refused(refused.refusal()));
        }
        return Reading.of(() -> opened(file, local));
    }

    private Opened opened(StoredFile file, LocalFiles.Local local) throws IOException {
        MediaForm form = MediaForm.of(local.file(), file.contentType());
        try {
            return new Opened(
                    ready(file, local.file(), form),
                    Optional.of(local.file()).filter(_ -> form.isForSystem()),
                    local.fetchedHash());
        } catch (MediaRefusedException refused) {
            return new Opened(new Preview.Refused(refused.refusal()), Optional.empty(), local.fetchedHash());
        }
    }

    /**
     * Draws a picture with its longer side at most {@code side} pixels.
     *
     * @throws MediaRefusedException when it cannot be drawn within the bounds
     */
    public DrawnPicture draw(Preview.Picture picture, int side) {
        return Reading.of(() -> picture.file().draw(side, workers));
    }

    /** Asks storage now what it holds, and compares. {@code fetchedHash} is that of bytes fetched just now, if any were. */
    public FileCheck check(StoredFile file, Optional<String> fetchedHash) {
        return storage.check(file, fetchedHash);
    }

    /**
     * Saves the file somewhere else; it appears there only when whole.
     *
     * @param progress gets the number of bytes so far
     */
    public void save(StoredFile file, SignedUrl link, Path target, LongConsumer progress) {
        Path part = target.resolveSibling(target.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            Optional<Path> kept = files.kept(file);
            if (kept.isPresent()) {
                Files.copy(kept.get(), part);
            } else {
                download.fetch(link, file.name(), part, progress);
            }
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException exception) {
            throw new UncheckedIOException(new IOException(
                    "The file " + target + " cannot be written: choose another folder (" + exception.getMessage()
                            + ").",
                    exception));
        } finally {
            LocalFiles.discard(part);
        }
    }

    private Preview ready(StoredFile file, Path local, MediaForm form) throws IOException {
        return switch (form.kind()) {
            case PICTURE ->
                form.picture().isEmpty()
                        ? new Preview.Unknown()
                        : new Preview.Picture(
                                PictureFile.open(local, form.picture().get(), workers));
            case VIDEO -> form.isPlayable() ? video(file, local) : new Preview.Unknown();
            case SOUND -> form.isPlayable() ? sound(local, form) : new Preview.Unknown();
            case TEXT -> text(local, form);
            case OTHER -> new Preview.Unknown();
        };
    }

    private Preview video(StoredFile file, Path local) throws IOException {
        Optional<PosterFrame> frame = PosterFrame.of(local, POSTER_SIDE, workers);
        Optional<Path> poster = frame.map(known -> files.draw(file, ".poster.png", known.picture()::write));
        double seconds = file.seconds() != null
                ? file.seconds()
                : frame.map(PosterFrame::seconds).orElse(0.0);
        return new Preview.Video(local, poster, seconds);
    }

    private Preview sound(Path local, MediaForm form) throws IOException {
        if (form.isMovie()) {
            MovieStructure.check(local, workers);
        }
        return new Preview.Sound(local, form.isWave() ? Waveform.of(local, workers) : Optional.empty());
    }

    private static Preview text(Path local, MediaForm form) throws IOException {
        try (InputStream in = Files.newInputStream(local)) {
            byte[] head = in.readNBytes(TEXT_READ);
            boolean whole = in.read() < 0;
            String text = new String(head, StandardCharsets.UTF_8);
            String readable = whole && form.isJson() ? indented(text) : text;
            boolean cut = !whole || readable.length() > ShownText.MOST;
            return new Preview.Text(ShownText.of(readable), !cut, form.isActive());
        }
    }

    /** As it is when it is not the JSON that it says it is, or when it is nested so deeply that it would mostly be indentation. */
    private static String indented(String text) {
        try {
            String indented = Json.parse(text).toPrettyString();
            return indented.length() > 4 * TEXT_READ ? text : indented;
        } catch (IllegalArgumentException _) {
            return text;
        }
    }
}
