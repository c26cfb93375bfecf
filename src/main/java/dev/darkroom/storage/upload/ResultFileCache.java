package dev.darkroom.storage.upload;

import dev.darkroom.logging.CategoryLog;
import dev.darkroom.logging.LogCategory;
import dev.darkroom.logging.LogMark;
import dev.darkroom.message.CodedIoException;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.system.ContentHash;
import dev.darkroom.system.FolderEntry;
import dev.darkroom.system.PartFiles;
import dev.darkroom.system.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A size-limited local disk cache of result files that were fetched but could not be stored yet: during a storage outage they
 * need not be fetched again, and they outlive their URLs at fal.ai. The oldest are evicted first, always with a warning. All
 * metadata of a file is in its name, so a killed process leaves nothing inconsistent. Any thread; several processes may share a
 * folder.
 */
public final class ResultFileCache {
    private static final int MAX_TYPE_LENGTH = 60;

    private final Path folder;
    private final long bound;

    /**
     * @param folder readable by its owner only; may also contain temporary files, see {@link PartFiles}
     * @param bound in bytes; a file that alone exceeds it is not kept
     */
    public ResultFileCache(Path folder, long bound) {
        this.folder = folder;
        this.bound = bound;
        try {
            PrivateFiles.createFolder(folder);
            PartFiles.removeLeftovers(folder);
        } catch (IOException exception) {
            throw new UncheckedIOException(
                    new CodedIoException(CodedMessage.of("result.folder", folder, exception.getMessage()), exception));
        }
    }

    /** The origin of a file: the position counts from 0; the same position of another job has a different URL. */
    record Source(UUID generation, int position, String url) {
        private String prefix() {
            return generation + "_" + position + "_"
                    + ContentHash.of(url.getBytes(StandardCharsets.UTF_8)).substring(0, 16) + "_";
        }
    }

    /** A complete file; {@code contentType} is the type declared by the server. */
    record CachedFile(
            Path file, long bytes, String sha256, @Nullable String contentType) {}

    /** Returns the file if it is still there with its original bytes. */
    Optional<CachedFile> find(Source source) {
        for (FolderEntry entry : entries()) {
            if (entry.name().startsWith(source.prefix())) {
                Optional<CachedFile> whole = whole(entry);
                if (whole.isPresent()) {
                    return whole;
                }
                CategoryLog.warning(
                        LogCategory.STORAGE_FILE,
                        LogMark.WARNING,
                        "A kept result file is damaged and is fetched again: {}",
                        entry.name());
                delete(entry.file());
            }
        }
        return Optional.empty();
    }

    boolean contains(Source source) {
        return entries().stream().anyMatch(entry -> entry.name().startsWith(source.prefix()));
    }

    /**
     * Takes over a fetched file by moving it; a file already in the cache stays. Returns false, without moving it, when it is
     * too large.
     */
    boolean add(Source source, CachedFile fetched) throws IOException {
        if (folder.equals(fetched.file().getParent())
                && isCacheFile(String.valueOf(fetched.file().getFileName()))) {
            return true;
        }
        if (fetched.bytes() > bound) {
            CategoryLog.warning(
                    LogCategory.STORAGE_FILE,
                    LogMark.WARNING,
                    "A result file of {} bytes of generation {} is larger than the room for results, {} bytes; it has to be"
                            + " fetched again",
                    fetched.bytes(),
                    source.generation(),
                    bound);
            return false;
        }
        Path file = folder.resolve(source.prefix() + fetched.sha256() + "_" + encoded(fetched.contentType()));
        Files.move(fetched.file(), file, StandardCopyOption.REPLACE_EXISTING);
        PrivateFiles.restrict(file);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        CategoryLog.info(
                LogCategory.STORAGE_FILE,
                LogMark.FILE,
                "Kept the result file on this disk until it can be stored: {}",
                file);
        makeRoom(file);
        return true;
    }

    /** Removes the files of a position. */
    void remove(Source source) {
        entries().stream()
                .filter(entry -> entry.name().startsWith(source.generation() + "_" + source.position() + "_"))
                .forEach(entry -> delete(entry.file()));
    }

    /** Removes all files of a generation that has ended. */
    public void remove(UUID generation) {
        entries().stream()
                .filter(entry -> entry.name().startsWith(generation + "_"))
                .forEach(entry -> delete(entry.file()));
    }

    /** Returns the current size in bytes. */
    public long bytes() {
        return entries().stream().mapToLong(FolderEntry::bytes).sum();
    }

    private synchronized void makeRoom(Path newest) {
        FolderEntry.evict(entries(), bound, entry -> {
            boolean evicted = !entry.file().equals(newest) && delete(entry.file());
            if (evicted) {
                CategoryLog.warning(
                        LogCategory.STORAGE_FILE,
                        LogMark.WARNING,
                        "No room for more than {} bytes of results: a file of generation {} was let go and has to be fetched again",
                        bound,
                        entry.name().substring(0, entry.name().indexOf('_')));
            }
            return evicted;
        });
    }

    private Optional<CachedFile> whole(FolderEntry entry) {
        String[] parts = entry.name().split("_", 5);
        try {
            return ContentHash.of(entry.file()).equals(parts[3])
                    ? Optional.of(new CachedFile(entry.file(), entry.bytes(), parts[3], decoded(parts[4])))
                    : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static String encoded(@Nullable String contentType) {
        return contentType == null || contentType.length() > MAX_TYPE_LENGTH
                ? ""
                : Base64.getUrlEncoder().withoutPadding().encodeToString(contentType.getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable String decoded(String text) {
        return text.isEmpty() ? null : new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
    }

    private static boolean isCacheFile(String name) {
        return name.split("_", 5).length == 5;
    }

    private List<FolderEntry> entries() {
        return FolderEntry.oldestFirst(folder).stream()
                .filter(entry -> isCacheFile(entry.name()))
                .toList();
    }

    private static boolean delete(Path file) {
        try {
            return Files.deleteIfExists(file);
        } catch (IOException exception) {
            CategoryLog.warning(
                    LogCategory.STORAGE_FILE,
                    LogMark.WARNING,
                    "A result file could not be deleted: {}",
                    exception.getMessage());
            return false;
        }
    }
}
