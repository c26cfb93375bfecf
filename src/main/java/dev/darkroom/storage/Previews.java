package dev.darkroom.storage;

import dev.darkroom.http.Http;
import dev.darkroom.http.Json;
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
import javax.imageio.ImageIO;

/**
 * Fetches stored files through signed URLs and makes them ready to be looked at. What was fetched or drawn once is kept on
 * disk under its hash. Blocks; safe for any thread; interrupting a thread ends its work.
 */
public final class Previews {
    /** Bytes; a larger file is fetched only when a person asks for it. */
    public static final long LARGE = 10_000_000;

    private static final int TEXT_SHOWN = 256 * 1024;

    private final SupabaseStorage storage;
    private final LinkDownload download;
    private final LocalFiles files;
    private final Thumbnails thumbnails;

    public Previews(Http http, SupabaseStorage storage, FileCache cache) {
        this.storage = storage;
        download = new LinkDownload(http, storage.linkPolicy(), LinkDownload.LARGEST);
        files = new LocalFiles(cache, download);
        thumbnails = new Thumbnails(storage, files);
    }

    /**
     * A file made ready.
     *
     * @param sha256 of the bytes, when they were fetched for this and not kept from before
     */
    public record Opened(Preview preview, Optional<String> sha256) {}

    public Thumbnails thumbnails() {
        return thumbnails;
    }

    /** @param evenLarge whether to fetch a file above {@link #LARGE} */
    public Opened open(StoredFile file, SignedUrl link, boolean evenLarge) {
        long bytes = Objects.requireNonNullElse(file.bytes(), 0L);
        if (bytes > LARGE && !evenLarge && files.kept(file).isEmpty()) {
            return new Opened(new Preview.Large(bytes), Optional.empty());
        }
        return files.locked(file, () -> {
            LocalFiles.Local local = files.copy(file, () -> link);
            return new Opened(Reading.of(() -> ready(file, local.file())), local.fetchedHash());
        });
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

    private Preview ready(StoredFile file, Path local) throws IOException {
        return switch (FileKind.of(file)) {
            case PICTURE -> new Preview.Picture(local);
            case VIDEO -> video(file, local);
            case SOUND -> new Preview.Sound(local, Waveform.of(local));
            case TEXT -> text(file, local);
            case OTHER -> new Preview.Unknown(local);
        };
    }

    private Preview video(StoredFile file, Path local) throws IOException {
        Optional<PosterFrame> frame = PosterFrame.of(local);
        Optional<Path> poster = frame.map(
                known -> files.draw(file, ".poster.png", part -> ImageIO.write(known.picture(), "png", part.toFile())));
        double seconds = file.seconds() != null
                ? file.seconds()
                : frame.map(PosterFrame::seconds).orElse(0.0);
        return new Preview.Video(local, poster, seconds);
    }

    private static Preview text(StoredFile file, Path local) throws IOException {
        try (InputStream in = Files.newInputStream(local)) {
            byte[] head = in.readNBytes(TEXT_SHOWN);
            boolean whole = in.read() < 0;
            String text = new String(head, StandardCharsets.UTF_8);
            boolean json = whole && file.contentType() != null && FileKind.isJson(file.contentType());
            return new Preview.Text(local, json ? indented(text) : text, whole);
        }
    }

    /** As it is when it is not the JSON that it says it is. */
    private static String indented(String text) {
        try {
            return Json.parse(text).toPrettyString();
        } catch (IllegalArgumentException _) {
            return text;
        }
    }
}
