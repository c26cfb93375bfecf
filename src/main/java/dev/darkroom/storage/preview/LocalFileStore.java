package dev.darkroom.storage.preview;

import dev.darkroom.mediafile.MediaRefusal;
import dev.darkroom.mediafile.MediaRefusedException;
import dev.darkroom.message.CodedIoException;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.storage.MediaType;
import dev.darkroom.storage.StoredFile;
import dev.darkroom.storage.access.SignedLinkDownload;
import dev.darkroom.storage.supabase.SignedUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Copies of stored files on this disk under their hashes, and what was drawn from them. A file is fetched by one thread at a time. */
final class LocalFileStore {
    private final PreviewFileCache cache;
    private final SignedLinkDownload download;
    /** Several files may share one. */
    private final ReentrantLock[] locks =
            Stream.generate(ReentrantLock::new).limit(64).toArray(ReentrantLock[]::new);

    LocalFileStore(PreviewFileCache cache, SignedLinkDownload download) {
        this.cache = cache;
        this.download = download;
    }

    /** A copy; {@code fetchedHash} is the SHA-256 of its bytes when they were fetched for this call. */
    record Local(Path file, Optional<String> fetchedHash) {}

    @FunctionalInterface
    interface Writing<T> {
        T run(Path part) throws IOException;
    }

    Optional<Path> kept(StoredFile file) {
        return cache.find(name(file, ending(file)));
    }

    /**
     * @param limit bytes; what the row says of the size is only the word of who stored it
     * @throws MediaRefusedException when more arrive
     */
    Local copy(StoredFile file, Supplier<SignedUrl> link, long limit) {
        Optional<Path> kept = kept(file);
        if (kept.isPresent()) {
            return new Local(kept.get(), Optional.empty());
        }
        return written(part -> {
            String hash = download.fetch(link.get(), file.name(), part, bytes -> check(bytes, limit));
            // Under its real hash: bytes that are not what the row says are shown, but never taken for the right ones.
            return new Local(cache.keep(part, hash + ending(file)), Optional.of(hash));
        });
    }

    private static void check(long bytes, long limit) {
        if (bytes > limit) {
            throw new MediaRefusedException(MediaRefusal.of(MediaRefusal.Reason.SIZE, limit));
        }
    }

    Optional<Path> drawn(StoredFile file, String what) {
        return cache.find(name(file, what));
    }

    Path draw(StoredFile file, String what, Drawing drawing) {
        return written(part -> {
            drawing.into(part);
            return cache.keep(part, name(file, what));
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

    private <T> T written(Writing<T> work) {
        Path part = null;
        try {
            part = cache.begin();
            return work.run(part);
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
            // Left-over parts are deleted at the next start.
        }
    }

    private static String name(StoredFile file, String ending) {
        return Objects.requireNonNullElse(file.sha256(), file.id().toString()) + ending;
    }

    /** Players of the system tell the type by it. */
    private static String ending(StoredFile file) {
        return file.contentType() == null ? "" : MediaType.ending(file.contentType());
    }

    /** Work on a local file. */
    @FunctionalInterface
    interface CopyWork<T> {
        T run() throws IOException;
    }

    /** Inside of code that cannot declare an {@link IOException}. */
    static <T> T unchecked(CopyWork<T> work) {
        try {
            return work.run();
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }
}
