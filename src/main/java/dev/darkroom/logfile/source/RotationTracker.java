package dev.darkroom.logfile.source;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the files that rotation put beside a followed file, under the names of {@link LogFamily}: walks back from the newest to
 * the first that is already known by identity or content. Not thread-safe.
 */
public final class RotationTracker {
    private static final int MAX_TRIES = 20;
    private static final int MAX_REMEMBERED = 64;

    private final Path path;
    private final UnpackFolder copies;
    private final Deque<Content> seen = new ArrayDeque<>();
    private volatile @Nullable String unopened;

    public RotationTracker(Path path, UnpackFolder copies) {
        this.path = path;
        this.copies = copies;
    }

    private record Content(long size, byte[] first) {
        static Content of(ContentFingerprint print) {
            return new Content(print.end(), print.first());
        }

        static Content of(ByteSource.Head head) {
            return new Content(head.size(), head.bytes());
        }

        boolean beginsLike(byte[] head) {
            int length = Math.min(head.length, first.length);
            return length > 0 && Arrays.equals(first, 0, length, head, 0, length);
        }
    }

    /**
     * A change to a followed file.
     *
     * @param truncated the bytes read before are no longer in the file
     * @param copy of the truncated content; null if there is none
     * @param missed files that came and went since the last scan, oldest first
     * @param next the file that has the name now; null if it is the same file
     * @param unread a sentence about a file that could not be read
     */
    public record Rotation(
            boolean truncated,
            @Nullable TailedFile copy,
            List<TailedFile> missed,
            @Nullable TailedFile next,
            @Nullable String unread) {}

    /**
     * The criteria of a walk through the rotated files.
     *
     * @param read the files read before
     * @param file the followed file
     * @param fingerprint the fingerprint of the followed file
     * @param live the file that has the name now
     * @param truncated whether the followed file was truncated, so that its copy is sought
     */
    private record Sought(
            Collection<TailedFile> read,
            TailedFile file,
            ContentFingerprint fingerprint,
            TailedFile live,
            boolean truncated) {}

    /** Marks the files already present when a log is opened, so that they are not reported as new. */
    public void markPresent() throws IOException {
        for (Path past : past()) {
            if (remember(past)) {
                return;
            }
        }
    }

    /** Returns the rotated files, newest first. */
    private List<Path> past() throws IOException {
        List<Path> family = LogFamily.of(path);
        return family.subList(0, family.size() - 1).reversed();
    }

    /** Returns false if the file has nothing by which it could be recognized. */
    private boolean remember(Path newest) {
        try {
            Content content = Content.of(ByteSource.head(newest, ContentFingerprint.SIZE));
            if (content.first.length == 0) {
                return false;
            }
            seen.addLast(content);
        } catch (IOException _) {
            return false; // gone, or not readable by this user
        }
        if (seen.size() > MAX_REMEMBERED) {
            seen.removeFirst();
        }
        return true;
    }

    /** Returns all rotated files beside a file, as those that were missed. */
    public Rotation all(TailedFile live) throws IOException {
        return walk(new Sought(List.of(), live, ContentFingerprint.NOTHING, live, false));
    }

    /** Returns a sentence as long as the file that has the name now cannot be opened; the one before is followed meanwhile. */
    public Optional<String> unopened() {
        return Optional.ofNullable(unopened);
    }

    /**
     * Returns what happened since the last scan, or null if at most the file has grown; the files in {@code read} are known.
     */
    @Nullable
    public Rotation scan(TailedFile file, Collection<TailedFile> read) throws IOException {
        if (file.isTruncated()) {
            file.recordBeginning();
            return walk(new Sought(read, file, file.fingerprint(), file, true));
        }
        if (file.hasBegun()) {
            file.recordBeginning();
            file.restart();
            Rotation rotation = walk(new Sought(read, file, ContentFingerprint.NOTHING, file, false));
            if (!rotation.missed.isEmpty()) {
                return rotation;
            }
        }
        TailedFile next = next(file);
        return next == null ? null : rotation(file, next, read);
    }

    private @Nullable TailedFile next(TailedFile file) throws IOException {
        String problem = null;
        try {
            return file.isReplaced() ? TailedFile.open(file.path(), file.copies()) : null;
        } catch (UnreadableLogException exception) {
            // If it was rotated once more, the next scan finds it.
            problem = exception.getCause() instanceof NoSuchFileException ? null : exception.getMessage();
            return null;
        } finally {
            unopened = problem;
        }
    }

    private Rotation rotation(TailedFile file, TailedFile next, Collection<TailedFile> read) throws IOException {
        try {
            ContentFingerprint whole =
                    ContentFingerprint.of(file.source(), file.source().size());
            Rotation walked = walk(new Sought(read, file, whole, next, false));
            return new Rotation(false, null, walked.missed, next, walked.unread);
        } catch (IOException | RuntimeException exception) {
            next.close();
            throw exception;
        }
    }

    /** Retries the walk, because names may change during it. */
    private Rotation walk(Sought sought) throws IOException {
        for (int tries = 1; ; tries++) {
            Deque<TailedFile> missed = new ArrayDeque<>();
            try {
                return walk(sought, missed);
            } catch (IOException | RuntimeException exception) {
                closeAll(missed);
                boolean vanished =
                        exception instanceof NoSuchFileException || exception.getCause() instanceof NoSuchFileException;
                if (!vanished || tries == MAX_TRIES) {
                    throw exception;
                }
            }
        }
    }

    private static void closeAll(Deque<TailedFile> missed) throws IOException {
        for (TailedFile one : missed) {
            one.close();
        }
        missed.clear();
    }

    private Rotation walk(Sought sought, Deque<TailedFile> missed) throws IOException {
        TailedFile copy = null;
        String unread = null;
        Path newest = null;
        for (Path candidate : past()) {
            BasicFileAttributes attributes = TailedFile.attributes(candidate);
            if (attributes == null) {
                throw new NoSuchFileException(candidate.toString());
            }
            Object key = TailedFile.key(attributes);
            if (key.equals(sought.live.key())) {
                // Anything newer than the file is left to the next scan.
                closeAll(missed);
                newest = null;
                continue;
            }
            if (key.equals(sought.file.key()) || isOpen(sought.read, key)) {
                newest = newest == null ? candidate : newest;
                break;
            }
            if (attributes.size() == 0 || !attributes.isRegularFile()) {
                continue;
            }
            try {
                ByteSource.Head head = ByteSource.head(candidate, ContentFingerprint.SIZE);
                if (head.bytes().length == 0) {
                    // Packed from an empty file, or cut off: those before it are read nevertheless.
                    unread = head.size() == 0
                            ? unread
                            : candidate + " is damaged or cut off: nothing in it can be read.";
                    continue;
                }
                newest = newest == null ? candidate : newest;
                Identified identified = identify(candidate, head, sought);
                copy = identified.copy;
                if (identified.isKnown) {
                    break;
                }
                if (identified.newFile != null) {
                    missed.addFirst(identified.newFile);
                } else {
                    closeAll(missed);
                    newest = null;
                }
            } catch (AccessDeniedException _) {
                unread = candidate + " cannot be read by this user: records that are only in it are missing here.";
            }
        }
        if (newest != null) {
            remember(newest);
        }
        return new Rotation(sought.truncated, copy, new ArrayList<>(missed), null, unread);
    }

    /** Returns whether the file with this key was read, is still open, and was not overwritten in place. */
    private static boolean isOpen(Collection<TailedFile> read, Object key) throws IOException {
        for (TailedFile one : read) {
            if (one.source().isOpen() && one.key().equals(key) && !one.isTruncated()) {
                return true;
            }
        }
        return false;
    }

    /**
     * A file found on the walk: already known, perhaps as the copy of truncated content; or new; or neither, being a copy of
     * the followed file.
     */
    private record Identified(
            boolean isKnown,
            @Nullable TailedFile copy,
            @Nullable TailedFile newFile) {}

    private Identified identify(Path candidate, ByteSource.Head head, Sought sought) throws IOException {
        List<Content> alike = new ArrayList<>(seen);
        sought.read.forEach(other -> alike.add(Content.of(other.fingerprint())));
        Content mine = Content.of(sought.fingerprint);
        boolean perhapsMine = mine.beginsLike(head.bytes());
        alike.removeIf(other -> !other.beginsLike(head.bytes()));
        if (!perhapsMine && alike.stream().anyMatch(other -> other.size() == head.size())) {
            return new Identified(true, null, null);
        }
        TailedFile opened = TailedFile.open(candidate, copies);
        ByteSource source = opened.source();
        TailedFile file = sought.file;
        boolean cut = sought.truncated;
        if (perhapsMine
                && (cut ? file.isPrefixOf(opened) || file.wasPrefixOf(opened) : sought.fingerprint.matches(source))) {
            if (!cut) {
                opened.close();
            }
            return new Identified(true, cut ? opened : null, null);
        }
        if (perhapsMine) {
            alike.add(mine);
        }
        ContentFingerprint begin = ContentFingerprint.of(sought.live.source(), head.bytes().length);
        boolean perhapsOfLive = file == sought.live && Arrays.equals(begin.first(), head.bytes());
        if (alike.isEmpty() && !perhapsOfLive) {
            return new Identified(false, null, opened); // no possible match: identified without decompressing it
        }
        long size = source.size();
        boolean half = source.damage() != null;
        boolean isKnown = alike.stream().anyMatch(other -> other.size() == size || (half && size < other.size()));
        boolean ofLive = perhapsOfLive && ContentFingerprint.of(source, size).matches(sought.live.source());
        if (isKnown || ofLive) {
            opened.close();
            return new Identified(isKnown, null, null);
        }
        return new Identified(false, null, opened);
    }
}
