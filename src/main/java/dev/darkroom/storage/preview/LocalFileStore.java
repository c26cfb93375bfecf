package dev.darkroom.storage.preview;

import dev.darkroom.mediafile.MediaRefusal;
import dev.darkroom.mediafile.MediaRefusedException;
import dev.darkroom.message.CodedIoException;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.storage.MediaType;
import dev.darkroom.storage.StoredFile;
import dev.darkroom.storage.access.SignedLinkDownload;
import dev.darkroom.storage.supabase.SignedUrl;
import dev.darkroom.system.PartFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Stores local copies of stored files, and images drawn from them, under their hashes. Only one thread at a time fetches a
 * file.
 */
final class LocalFileStore {
    private final PreviewFileCache cache;
    private final SignedLinkDownload download;
    /** Striped: several files may share a lock. */
    private final ReentrantLock[] locks =
            Stream.generate(ReentrantLock::new).limit(64).toArray(ReentrantLock[]::new);

    LocalFileStore(PreviewFileCache cache, SignedLinkDownload download) {
        this.cache = cache;
        this.download = download;
    }

    /** A local copy; {@code fetchedHash} is the SHA-256 of its bytes if they were fetched by this call. */
    record Local(Path file, Optional<String> fetchedHash) {}

    Optional<Path> findCopy(StoredFile file) {
        return cache.find(name(file, extension(file)));
    }

    /**
     * @param limit in bytes; the size in the row is only a claim by whoever stored the file
     * @throws MediaRefusedException when more bytes arrive
     */
    Local copy(StoredFile file, Supplier<SignedUrl> link, long limit) {
        Optional<Path> cached = findCopy(file);
        if (cached.isPresent()) {
            return new Local(cached.get(), Optional.empty());
        }
        return written(part -> {
            String hash = download.fetch(link.get(), file.name(), part, bytes -> check(bytes, limit));
            // Stored under the actual hash: bytes that differ from the row are shown, but never mistaken for the right
            // ones.
            return new Local(cache.add(part, hash + extension(file)), Optional.of(hash));
        });
    }

    private static void check(long bytes, long limit) {
        if (bytes > limit) {
            throw new MediaRefusedException(MediaRefusal.of(MediaRefusal.Reason.SIZE, limit));
        }
    }

    Optional<Path> findDrawing(StoredFile file, String what) {
        return cache.find(name(file, what));
    }

    Path draw(StoredFile file, String what, Drawing drawing) {
        return written(part -> {
            drawing.into(part);
            return cache.add(part, name(file, what));
        });
    }

    @FunctionalInterface
    interface Drawing {
        void into(Path part) throws IOException;
    }

    <T> T locked(StoredFile file, Supplier<T> work) {
        ReentrantLock lock = locks[Math.floorMod(name(file, "").hashCode(), locks.length)];
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    private <T> T written(PartFiles.PartWriter<T, IOException> work) {
        Path part = null;
        try {
            part = cache.createPart();
            return work.write(part);
        } catch (IOException exception) {
            throw new UncheckedIOException(
                    new CodedIoException(CodedMessage.of("preview.unkept", exception.getMessage()), exception));
        } finally {
            discard(part);
        }
    }

    private static void discard(@org.jspecify.annotations.Nullable Path part) {
        try {
            if (part != null) {
                Files.deleteIfExists(part);
            }
        } catch (IOException _) {
            // Leftover part files are deleted at the next start.
        }
    }

    private static String name(StoredFile file, String extension) {
        return Objects.requireNonNullElse(file.sha256(), file.id().toString()) + extension;
    }

    /** The system's players determine the type by the extension. */
    private static String extension(StoredFile file) {
        return file.contentType() == null ? "" : MediaType.extension(file.contentType());
    }

    /** An operation on a local file. */
    @FunctionalInterface
    interface CopyWork<T> {
        T run() throws IOException;
    }

    /** For code that cannot declare an {@link IOException}. */
    static <T> T unchecked(CopyWork<T> work) {
        try {
            return work.run();
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }
}
