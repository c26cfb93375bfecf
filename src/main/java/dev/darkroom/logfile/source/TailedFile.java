package dev.darkroom.logfile.source;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The file that a name refers to, read sequentially. It is kept open, so that after a rename it can be read to its end and its
 * identity cannot be reused for another file. Not thread-safe.
 */
public final class TailedFile implements AutoCloseable {
    private static final int MAX_FINGERPRINTS = 8;

    /** A file that took longer to decompress is not decompressed again right away. */
    private static final long QUICK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Path path;
    private final UnpackFolder copies;
    private final ByteSource source;
    private final Object key;
    private final long sizeOnDisk;
    private final long opened = System.nanoTime();

    /** Fingerprints of the bytes read, newest first: each covers less than the one before it. */
    private final Deque<ContentFingerprint> fingerprints = new ArrayDeque<>();

    /** The fingerprint of the unread beginning, so that a truncation before the first read is noticed. */
    private ContentFingerprint unread;

    private TailedFile(
            Path path, UnpackFolder copies, ByteSource source, Object key, long sizeOnDisk, ContentFingerprint unread) {
        this.path = path;
        this.copies = copies;
        this.source = source;
        this.key = key;
        this.sizeOnDisk = sizeOnDisk;
        this.unread = unread;
        fingerprints.add(unread);
    }

    public static TailedFile open(Path path, UnpackFolder copies) throws IOException {
        while (true) {
            BasicFileAttributes before = attributesToOpen(path);
            ByteSource source = ByteSource.open(path, copies);
            try {
                ContentFingerprint unread =
                        source.canGrow() ? ContentFingerprint.unread(source) : ContentFingerprint.NOTHING;
                BasicFileAttributes after = attributes(path);
                // Between the two checks the name may have passed to another file.
                if (before != null && after != null && key(before).equals(key(after))) {
                    return new TailedFile(path, copies, source, key(after), before.size(), unread);
                }
            } catch (IOException | RuntimeException exception) {
                source.close();
                throw exception;
            }
            source.close();
        }
    }

    private static @Nullable BasicFileAttributes attributesToOpen(Path path) throws IOException {
        try {
            return attributes(path);
        } catch (FileSystemException exception) {
            throw UnreadableLogException.of(path, exception);
        }
    }

    static @Nullable BasicFileAttributes attributes(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class);
        } catch (NoSuchFileException _) {
            return null;
        }
    }

    static Object key(BasicFileAttributes attributes) {
        // Windows has no file key; a new file there has a different creation time.
        return attributes.fileKey() == null ? attributes.creationTime() : attributes.fileKey();
    }

    public Path path() {
        return path;
    }

    public UnpackFolder copies() {
        return copies;
    }

    Object key() {
        return key;
    }

    public ByteSource source() {
        return source;
    }

    /** Returns the fingerprint of what was read so far. */
    ContentFingerprint fingerprint() {
        return fingerprints.getFirst();
    }

    /** Returns whether the name now refers to another file that is not empty. */
    public boolean isReplaced() throws IOException {
        BasicFileAttributes now = attributes(path);
        return now != null && !key(now).equals(key) && now.size() > 0;
    }

    /** Returns whether the bytes read before are gone: the file was truncated, and may have grown again. */
    public boolean isTruncated() throws IOException {
        return source.canGrow() && !fingerprint().matches(source);
    }

    /**
     * Reads what follows; returns the count, 0 at the end. Also returns 0 if the file was truncated during the read: those
     * bytes may come from either content, so {@link #isTruncated} handles them at the next scan.
     */
    public int read(byte[] into, int at, int length) throws IOException {
        long from = fingerprint().end();
        int there = source.canGrow() ? length : (int) Math.min(length, source.arrived(from, from + length) - from);
        int count = source.read(from, into, at, there);
        if (count > 0) {
            ContentFingerprint next = fingerprint().with(into, at, count);
            boolean same = !isTruncated() && (fingerprint().end() >= ContentFingerprint.SIZE || next.matches(source));
            if (source.canGrow() && !same) {
                return 0;
            }
            advanceTo(next);
        }
        return count;
    }

    /** Returns the file's beginning, to be taken before other code reads the file and then passed to {@link #markRead}. */
    public ContentFingerprint beginning() throws IOException {
        return !source.canGrow() || fingerprint().end() >= ContentFingerprint.SIZE
                ? fingerprint()
                : ContentFingerprint.unread(source);
    }

    /**
     * Records everything before {@code end} as read by other code; returns false, recording nothing, if the file was truncated
     * meanwhile.
     */
    public boolean markRead(long end, ContentFingerprint beginning) throws IOException {
        ContentFingerprint next = ContentFingerprint.of(source, end);
        if (isTruncated() || (source.canGrow() && !beginning.matches(source))) {
            return false;
        }
        advanceTo(next);
        return true;
    }

    private void advanceTo(ContentFingerprint next) {
        fingerprints.addFirst(next);
        if (fingerprints.size() > MAX_FINGERPRINTS) {
            fingerprints.removeLast();
        }
    }

    /** Resumes at the position of another file with the same content. */
    public void resumeFrom(TailedFile other) {
        fingerprints.clear();
        fingerprints.addAll(other.fingerprints);
    }

    /**
     * Records how the file begins now; called before its rotated files are looked for, and used by a later {@link #restart}.
     */
    void recordBeginning() throws IOException {
        unread = ContentFingerprint.unread(source);
    }

    /** Restarts at the beginning. */
    public void restart() {
        fingerprints.clear();
        fingerprints.add(unread);
    }

    private boolean isUnread() {
        return fingerprint().end() == 0;
    }

    /** Returns whether the file was empty at the last scan and is not any more. */
    boolean hasBegun() throws IOException {
        return source.canGrow() && isUnread() && fingerprint().first().length == 0 && source.size() > 0;
    }

    /** Returns whether another file begins with everything read here, or with the unread beginning if nothing was read yet. */
    public boolean isPrefixOf(TailedFile other) throws IOException {
        return fingerprint().first().length > 0 && fingerprint().matches(other.source);
    }

    /** Returns whether another file begins with what had been read here at some earlier point. */
    boolean wasPrefixOf(TailedFile other) throws IOException {
        for (ContentFingerprint print : fingerprints) {
            if (print.end() > 0 && print.matches(other.source)) {
                return true;
            }
        }
        return false;
    }

    private boolean isTooSoon() {
        long took = source.unpackNanos();
        return took > QUICK_NANOS && System.nanoTime() - opened < 5 * took;
    }

    /**
     * Reopens a compressed file that was still being written when it was opened, if there is more of it now; otherwise returns
     * null.
     */
    @Nullable
    public TailedFile reopenIfGrown() throws IOException {
        boolean unseen = isUnread() && source.isPacked();
        if (!unseen && (source.damage() == null || isTooSoon())) {
            return null;
        }
        BasicFileAttributes now = attributes(path);
        if (now == null || !key(now).equals(key) || now.size() == sizeOnDisk) {
            return null;
        }
        TailedFile reopened = open(path, copies);
        if (unseen) {
            return reopened;
        }
        if (reopened.source.size() < fingerprint().end() || !fingerprint().matches(reopened.source)) {
            reopened.close();
            return null;
        }
        reopened.resumeFrom(this);
        return reopened;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
