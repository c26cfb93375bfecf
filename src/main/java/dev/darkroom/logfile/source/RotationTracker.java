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
import org.jspecify.annotations.Nullable;

/**
 * Finds the files that rotation put beside a followed file, under the names of {@link LogFamily}: walks back from the newest to
 * the first that is already known by identity or content. Not thread-safe.
 */
public final class RotationTracker {
    private static final int TRIES = 20;
    private static final int REMEMBERED = 64;

    private final Path path;
    private final UnpackFolder copies;
    private final Deque<Content> seen = new ArrayDeque<>();

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
     * @param cut the bytes read before are no longer in the file
     * @param copy of the truncated content; null if there is none
     * @param missed files that came and went since the last scan, oldest first
     * @param next the file that has the name now; null if it is the same file
     * @param unread a sentence about a file that could not be read
     */
    public record Turn(
            boolean cut,
            @Nullable TailedFile copy,
            List<TailedFile> missed,
            @Nullable TailedFile next,
            @Nullable String unread) {}

    /**
     * The criteria of a walk through the rotated files.
     *
     * @param read the files read before
     * @param file the followed file
     * @param own the fingerprint of the followed file
     * @param live the file that has the name now
     * @param cut whether the followed file was truncated, so that its copy is sought
     */
    private record Sought(
            Collection<TailedFile> read, TailedFile file, ContentFingerprint own, TailedFile live, boolean cut) {}

    /** Marks the files already present when a log is opened, so that they are not reported as new. */
    public void skipPresent() throws IOException {
        List<Path> family = LogFamily.of(path);
        if (family.size() > 1) {
            see(family.get(family.size() - 2));
        }
    }

    private void see(Path newest) {
        try {
            seen.addLast(Content.of(ByteSource.head(newest, ContentFingerprint.SIZE)));
        } catch (IOException _) {
            return; // gone, or not readable by this user
        }
        if (seen.size() > REMEMBERED) {
            seen.removeFirst();
        }
    }

    /** Returns all rotated files beside a file, oldest first. */
    public List<TailedFile> all(TailedFile live) throws IOException {
        return walk(new Sought(List.of(), live, ContentFingerprint.NOTHING, live, false)).missed;
    }

    /**
     * Returns what happened since the last scan, or null if at most the file has grown; the files in {@code read} are known.
     */
    @Nullable
    public Turn scan(TailedFile file, Collection<TailedFile> read) throws IOException {
        if (file.truncated()) {
            file.seeBeginning();
            return walk(new Sought(read, file, file.fingerprint(), file, true));
        }
        if (file.hasBegun()) {
            file.seeBeginning();
            file.restart();
            Turn turn = walk(new Sought(read, file, ContentFingerprint.NOTHING, file, false));
            if (!turn.missed.isEmpty()) {
                return turn;
            }
        }
        TailedFile next = file.replaced() ? next(file) : null;
        return next == null ? null : turn(file, next, read);
    }

    private static @Nullable TailedFile next(TailedFile file) throws IOException {
        try {
            return TailedFile.open(file.path(), file.copies());
        } catch (IOException exception) {
            if (exception.getCause() instanceof NoSuchFileException) {
                return null; // rotated once more: the next scan finds it
            }
            throw exception;
        }
    }

    private Turn turn(TailedFile file, TailedFile next, Collection<TailedFile> read) throws IOException {
        try {
            ContentFingerprint whole =
                    ContentFingerprint.of(file.source(), file.source().size());
            Turn turn = walk(new Sought(read, file, whole, next, false));
            return new Turn(false, null, turn.missed, next, turn.unread);
        } catch (IOException | RuntimeException exception) {
            next.close();
            throw exception;
        }
    }

    /** Retries the walk, because names may change during it. */
    private Turn walk(Sought sought) throws IOException {
        for (int tries = 1; ; tries++) {
            Deque<TailedFile> missed = new ArrayDeque<>();
            try {
                return walk(sought, missed);
            } catch (IOException | RuntimeException exception) {
                closeAll(missed);
                boolean vanished =
                        exception instanceof NoSuchFileException || exception.getCause() instanceof NoSuchFileException;
                if (!vanished || tries == TRIES) {
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

    private Turn walk(Sought sought, Deque<TailedFile> missed) throws IOException {
        List<Path> family = LogFamily.of(path);
        List<Path> past = family.subList(0, family.size() - 1).reversed();
        TailedFile copy = null;
        String unread = null;
        Path newest = null;
        for (Path one : past) {
            BasicFileAttributes attributes = TailedFile.attributes(one);
            if (attributes == null) {
                throw new NoSuchFileException(one.toString());
            }
            Object key = TailedFile.key(attributes);
            if (key.equals(sought.live.key())) {
                // Anything newer than the file is left to the next scan.
                closeAll(missed);
                newest = null;
                continue;
            }
            newest = newest == null ? one : newest;
            if (key.equals(sought.file.key()) || isOpen(sought.read, key)) {
                break;
            }
            if (attributes.size() == 0 || !attributes.isRegularFile()) {
                continue;
            }
            try {
                Known known = known(one, sought);
                copy = known.copy;
                if (known.is) {
                    break;
                }
                if (known.fresh != null) {
                    missed.addFirst(known.fresh);
                } else {
                    closeAll(missed);
                    newest = null;
                }
            } catch (AccessDeniedException _) {
                unread = one + " cannot be read by this user: records that are only in it are missing here.";
                break;
            }
        }
        if (newest != null) {
            see(newest);
        }
        return new Turn(sought.cut, copy, new ArrayList<>(missed), null, unread);
    }

    /** Returns whether the file with this key was read, is still open, and was not overwritten in place. */
    private static boolean isOpen(Collection<TailedFile> read, Object key) throws IOException {
        for (TailedFile one : read) {
            if (one.source().isOpen() && one.key().equals(key) && !one.truncated()) {
                return true;
            }
        }
        return false;
    }

    /**
     * A file found on the walk: already known, perhaps as the copy of truncated content; or new; or neither, being a copy of
     * the followed file.
     */
    private record Known(
            boolean is, @Nullable TailedFile copy, @Nullable TailedFile fresh) {}

    private Known known(Path one, Sought sought) throws IOException {
        ByteSource.Head head = ByteSource.head(one, ContentFingerprint.SIZE);
        if (head.packed() && head.bytes().length == 0) {
            return new Known(true, null, null);
        }
        List<Content> alike = new ArrayList<>(seen);
        sought.read.forEach(other -> alike.add(Content.of(other.fingerprint())));
        Content mine = Content.of(sought.own);
        boolean perhapsMine = mine.beginsLike(head.bytes());
        alike.removeIf(other -> !other.beginsLike(head.bytes()));
        if (!perhapsMine && alike.stream().anyMatch(other -> other.size() == head.size())) {
            return new Known(true, null, null);
        }
        TailedFile opened = TailedFile.open(one, copies);
        ByteSource source = opened.source();
        TailedFile file = sought.file;
        boolean cut = sought.cut;
        if (perhapsMine && (cut ? file.standsIn(opened) || file.beganLike(opened) : sought.own.stands(source))) {
            if (!cut) {
                opened.close();
            }
            return new Known(true, cut ? opened : null, null);
        }
        if (perhapsMine) {
            alike.add(mine);
        }
        ContentFingerprint begin = ContentFingerprint.of(sought.live.source(), head.bytes().length);
        boolean perhapsOfLive = file == sought.live && Arrays.equals(begin.first(), head.bytes());
        if (alike.isEmpty() && !perhapsOfLive) {
            return new Known(false, null, opened); // no possible match: identified without decompressing it
        }
        long size = source.size();
        boolean half = source.damage() != null;
        boolean is = alike.stream().anyMatch(other -> other.size() == size || (half && size < other.size()));
        boolean ofLive = perhapsOfLive && ContentFingerprint.of(source, size).stands(sought.live.source());
        if (is || ofLive) {
            opened.close();
            return new Known(is, null, null);
        }
        return new Known(false, null, opened);
    }
}
