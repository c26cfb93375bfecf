package dev.darkroom.storage.preview;

import dev.darkroom.http.HttpClients;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.mediafile.AudioWaveform;
import dev.darkroom.mediafile.DrawnPicture;
import dev.darkroom.mediafile.MediaRefusal;
import dev.darkroom.mediafile.MediaRefusedException;
import dev.darkroom.mediafile.MediaWorkers;
import dev.darkroom.mediafile.MovieFileStructure;
import dev.darkroom.mediafile.PictureFile;
import dev.darkroom.mediafile.VideoPosterFrame;
import dev.darkroom.message.CodedIoException;
import dev.darkroom.storage.IntegrityCheck;
import dev.darkroom.storage.MediaForm;
import dev.darkroom.storage.StoredFile;
import dev.darkroom.storage.access.SignedLinkDownload;
import dev.darkroom.storage.supabase.SignedUrl;
import dev.darkroom.storage.supabase.SupabaseStorage;
import dev.darkroom.system.PartFiles;
import dev.darkroom.system.PrivateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Fetches stored files through signed URLs and prepares them for viewing. Fetched and drawn content is cached on disk under its
 * hash. Blocks; safe for any thread; interrupting a thread cancels its work.
 */
public final class FilePreviewService {
    /** In bytes; larger files are fetched only at the user's explicit request. */
    public static final long LARGE_BYTES = 10_000_000;

    /** In bytes; larger files are never fetched for viewing, only for saving. */
    public static final long MAX_BYTES = 1_000_000_000;

    /** The number of bytes read from a text; only complete texts are indented. */
    private static final int TEXT_READ = 256 * 1024;
    /** The longer side of a poster in pixels: the widest inspector at double density. */
    private static final int POSTER_SIDE = 1_600;

    private final SupabaseStorage storage;
    private final SignedLinkDownload download;
    private final LocalFileStore files;
    private final ThumbnailStore thumbnails;
    private final MediaWorkers workers = new MediaWorkers();

    public FilePreviewService(HttpClients http, SupabaseStorage storage, PreviewFileCache cache) {
        this.storage = storage;
        download = new SignedLinkDownload(http, storage.linkPolicy(), SignedLinkDownload.MAX_BYTES);
        files = new LocalFileStore(cache, download);
        thumbnails = new ThumbnailStore(storage, files, workers);
    }

    /**
     * A file prepared for viewing.
     *
     * @param forSystem the local copy, if the system's default program may open it
     * @param sha256 of the bytes, if they were fetched by this call and not already cached
     */
    public record Opened(FilePreview preview, Optional<Path> forSystem, Optional<String> sha256) {
        static Opened of(FilePreview preview) {
            return new Opened(preview, Optional.empty(), Optional.empty());
        }
    }

    public ThumbnailStore thumbnails() {
        return thumbnails;
    }

    /** @param allowLarge whether to fetch a file above {@link #LARGE_BYTES}; files above {@link #MAX_BYTES} are never fetched */
    public Opened open(StoredFile file, SignedUrl link, boolean allowLarge) {
        long bytes = Objects.requireNonNullElse(file.bytes(), 0L);
        if (bytes > MAX_BYTES) {
            return Opened.of(new FilePreview.Refused(MediaRefusal.of(MediaRefusal.Reason.SIZE, MAX_BYTES)));
        }
        if (bytes > LARGE_BYTES && !allowLarge && files.findCopy(file).isEmpty()) {
            return Opened.of(new FilePreview.Large(bytes));
        }
        return files.locked(file, () -> fetched(file, link, bytes > LARGE_BYTES ? MAX_BYTES : LARGE_BYTES));
    }

    private Opened fetched(StoredFile file, SignedUrl link, long limit) {
        LocalFileStore.Local local;
        try {
            local = files.copy(file, () -> link, limit);
        } catch (MediaRefusedException refused) {
            return Opened.of(new FilePreview.Refused(refused.refusal()));
        }
        return LocalFileStore.unchecked(() -> opened(file, local));
    }

    private Opened opened(StoredFile file, LocalFileStore.Local local) throws IOException {
        MediaForm form = MediaForm.of(local.file(), file.contentType());
        try {
            return new Opened(
                    ready(file, local.file(), form),
                    Optional.of(local.file()).filter(_ -> form.isForSystem()),
                    local.fetchedHash());
        } catch (MediaRefusedException refused) {
            return new Opened(new FilePreview.Refused(refused.refusal()), Optional.empty(), local.fetchedHash());
        }
    }

    /**
     * Draws a picture with a longer side of at most {@code side} pixels.
     *
     * @throws MediaRefusedException when it cannot be drawn within the limits
     */
    public DrawnPicture draw(FilePreview.Picture picture, int side) {
        return LocalFileStore.unchecked(() -> picture.file().draw(side, workers));
    }

    /** Compares the file with the object now in storage. {@code fetchedHash} is the hash of bytes fetched just now, if any. */
    public IntegrityCheck check(StoredFile file, Optional<String> fetchedHash) {
        return IntegrityCheck.compare(storage, file, fetchedHash);
    }

    /**
     * Saves the file elsewhere; the target appears only when complete.
     *
     * @param progress receives the number of bytes so far
     */
    public void save(StoredFile file, SignedUrl link, Path target, LongConsumer progress) {
        try {
            PartFiles.replace(target, part -> {
                Optional<Path> cached = files.findCopy(file);
                if (cached.isPresent()) {
                    PrivateFiles.copy(cached.get(), part);
                } else {
                    download.fetch(link, file.name(), part, progress);
                }
                return part;
            });
        } catch (IOException exception) {
            throw CodedIoException.unwritten(target, exception);
        }
    }

    private FilePreview ready(StoredFile file, Path local, MediaForm form) throws IOException {
        return switch (form.kind()) {
            case PICTURE ->
                form.picture().isEmpty()
                        ? new FilePreview.Unknown()
                        : new FilePreview.Picture(
                                PictureFile.open(local, form.picture().get(), workers));
            case VIDEO -> form.isPlayable() ? video(file, local) : new FilePreview.Unknown();
            case SOUND -> form.isPlayable() ? sound(local, form) : new FilePreview.Unknown();
            case TEXT -> text(local, form);
            case OTHER -> new FilePreview.Unknown();
        };
    }

    private FilePreview video(StoredFile file, Path local) throws IOException {
        Optional<VideoPosterFrame> frame = VideoPosterFrame.of(local, POSTER_SIDE, workers);
        Optional<Path> poster = frame.map(known -> files.draw(file, ".poster.png", known.picture()::write));
        double seconds = file.seconds() != null
                ? file.seconds()
                : frame.map(VideoPosterFrame::seconds).orElse(0.0);
        return new FilePreview.Video(local, poster, seconds);
    }

    private FilePreview sound(Path local, MediaForm form) throws IOException {
        if (form.isMovie()) {
            MovieFileStructure.check(local, workers);
        }
        return new FilePreview.Sound(local, form.isWave() ? AudioWaveform.of(local, workers) : Optional.empty());
    }

    private static FilePreview text(Path local, MediaForm form) throws IOException {
        try (InputStream in = Files.newInputStream(local)) {
            byte[] head = in.readNBytes(TEXT_READ);
            boolean whole = in.read() < 0;
            String text = new String(head, StandardCharsets.UTF_8);
            String readable = whole && form.isJson() ? indented(text) : text;
            boolean cut = !whole || readable.length() > ShownText.MAX_LENGTH;
            return new FilePreview.Text(ShownText.of(readable), !cut, form.isActive());
        }
    }

    /** Returns the text unchanged if it is not valid JSON, or nested so deeply that the result would be mostly indentation. */
    private static String indented(String text) {
        try {
            String indented = JsonMapping.parse(text).toPrettyString();
            return indented.length() > 4 * TEXT_READ ? text : indented;
        } catch (IllegalArgumentException _) {
            return text;
        }
    }

    /**
     * The part of a text that a text control can lay out quickly. The control shapes each line as a whole on the UI thread:
     * 120,000 Arabic letters took minutes in a single line and a second in lines of 500.
     */
    private static final class ShownText {
        /** In characters. */
        static final int MAX_LENGTH = 64 * 1024;

        static final int MAX_LINE_LENGTH = 500;

        private ShownText() {}

        /** Returns the beginning of the text with long lines broken, but never between surrogates. */
        static String of(String text) {
            StringBuilder shown = new StringBuilder(Math.min(text.length(), MAX_LENGTH + MAX_LENGTH / MAX_LINE_LENGTH));
            int line = 0;
            for (int at = 0; at < text.length(); at++) {
                char next = text.charAt(at);
                boolean between = !Character.isLowSurrogate(next);
                if (at >= MAX_LENGTH && between) {
                    break;
                }
                if (line >= MAX_LINE_LENGTH && next != '\n' && between) {
                    shown.append('\n');
                    line = 0;
                }
                shown.append(next);
                line = next == '\n' ? 0 : line + 1;
            }
            return shown.toString();
        }
    }
}
