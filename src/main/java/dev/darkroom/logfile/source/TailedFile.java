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
 * The file that a name stands for, read onwards. Held open, so that after a rename it can be read to its end and its
 * identity cannot be given to another file. Used by one thread.
 */
public final class TailedFile implements AutoCloseable {
    private static final int EARLIER = 8;

    /** What took longer to unpack is not unpacked again at once. */
    private static final long QUICK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Path path;
    private final UnpackFolder copies;
    private final ByteSource source;
    private final Object key;
    private final long sizeOnDisk;
    private final long opened = System.nanoTime();

    /** Of what was read, then of less and less of it. */
    private final Deque<ContentFingerprint> prints = new ArrayDeque<>();

    /** Of what will be read, so that a cut is noticed that comes before the first byte was. */
    private ContentFingerprint unread;

    private TailedFile(
            Path path, UnpackFolder copies, ByteSource source, Object key, long sizeOnDisk, ContentFingerprint unread) {
        this.path = path;
        this.copies = copies;
        this.source = source;
        this.key = key;
        this.sizeOnDisk = sizeOnDisk;
        this.unread = unread;
        prints.add(unread);
    }

    public static TailedFile open(Path path, UnpackFolder copies) throws IOException {
        while (true) {
            BasicFileAttributes before = attributesToOpen(path);
            ByteSource source = ByteSource.open(path, copies);
            try {
                ContentFingerprint unread =
                        source.growing() ? ContentFingerprint.unread(source) : ContentFingerprint.NOTHING;
                BasicFileAttributes after = attributes(path);
                // Between the two looks the name may have gone to another file.
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
        // Windows has no key; a new file has another time of creation there.
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

    /** What was read so far. */
    ContentFingerprint fingerprint() {
        return prints.getFirst();
    }

    /** Whether the name now stands for another file, into which something was already written. */
    public boolean replaced() throws IOException {
        BasicFileAttributes now = attributes(path);
        return now != null && !key(now).equals(key) && now.size() > 0;
    }

    /** Whether what was read is no longer there: the file was cut, and perhaps has grown again. */
    public boolean truncated() throws IOException {
        return source.growing() && !fingerprint().stands(source);
    }

    /**
     * Reads what follows; gives the count, 0 at the end. Also 0 when the file was cut meanwhile: what was read then may be of
     * either content, so it is left to {@link #truncated} at the next look.
     */
    public int read(byte[] into, int at, int length) throws IOException {
        int count = source.read(fingerprint().end(), into, at, length);
        if (count > 0) {
            ContentFingerprint next = fingerprint().with(into, at, count);
            boolean same = !truncated() && (fingerprint().end() >= ContentFingerprint.SIZE || next.stands(source));
            if (source.growing() && !same) {
                return 0;
            }
            readTo(next);
        }
        return count;
    }

    /** How the file begins, to be taken before it is read by others, and given to {@link #readTo}. */
    public ContentFingerprint beginning() throws IOException {
        return fingerprint().end() >= ContentFingerprint.SIZE ? fingerprint() : ContentFingerprint.unread(source);
    }

    /** Takes everything before {@code end} for read by others; false, and nothing is taken, if the file was cut meanwhile. */
    public boolean readTo(long end, ContentFingerprint beginning) throws IOException {
        ContentFingerprint next = ContentFingerprint.of(source, end);
        if (truncated() || (source.growing() && !beginning.stands(source))) {
            return false;
        }
        readTo(next);
        return true;
    }

    private void readTo(ContentFingerprint next) {
        prints.addFirst(next);
        if (prints.size() > EARLIER) {
            prints.removeLast();
        }
    }

    /** Goes on where another file with the same content was left. */
    public void goOnFrom(TailedFile other) {
        prints.clear();
        prints.addAll(other.prints);
    }

    /** Looks how the file begins now, to be taken before its past is looked for, and for what follows {@link #restart}. */
    void seeBeginning() throws IOException {
        unread = ContentFingerprint.unread(source);
    }

    /** Goes on at the beginning. */
    public void restart() {
        prints.clear();
        prints.add(unread);
    }

    private boolean isUnread() {
        return fingerprint().end() == 0;
    }

    /** Whether there is something in it that was empty at the last look. */
    boolean hasBegun() throws IOException {
        return source.growing() && isUnread() && fingerprint().first().length == 0 && source.size() > 0;
    }

    /** Whether another file begins with all that was read here, or was to be read. */
    public boolean standsIn(TailedFile other) throws IOException {
        return fingerprint().first().length > 0 && fingerprint().stands(other.source);
    }

    /** Whether another file begins with what was read here some looks ago at least. */
    boolean beganLike(TailedFile other) throws IOException {
        for (ContentFingerprint print : prints) {
            if (print.end() > 0 && print.stands(other.source)) {
                return true;
            }
        }
        return false;
    }

    private boolean isTooSoon() {
        long took = source.unpackedIn();
        return took > QUICK_NANOS && System.nanoTime() - opened < 5 * took;
    }

    /** A packed file that was opened while it was written, opened again when there is more of it; else null. */
    @Nullable
    public TailedFile again() throws IOException {
        boolean unseen = isUnread() && source.isPacked();
        if (!unseen && (source.damage() == null || isTooSoon())) {
            return null;
        }
        BasicFileAttributes now = attributes(path);
        if (now == null || !key(now).equals(key) || now.size() == sizeOnDisk) {
            return null;
        }
        TailedFile again = open(path, copies);
        if (unseen) {
            return again;
        }
        if (again.source.size() < fingerprint().end() || !fingerprint().stands(again.source)) {
            again.close();
            return null;
        }
        again.goOnFrom(this);
        return again;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
