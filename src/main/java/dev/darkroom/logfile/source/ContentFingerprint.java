package dev.darkroom.logfile.source;

import java.io.IOException;
import java.util.Arrays;

/**
 * Identifies content by its first bytes and by those before a position: equal lines or zeros before the position prove nothing,
 * and the beginning alone may be the same banner every time.
 */
public final class ContentFingerprint {
    static final int SIZE = 4 << 10;

    /** The fingerprint of no content: all content begins like this. */
    public static final ContentFingerprint NOTHING = new ContentFingerprint(0, new byte[0], new byte[0]);

    private final long end;
    private final byte[] first;
    private final byte[] last;

    private ContentFingerprint(long end, byte[] first, byte[] last) {
        this.end = end;
        this.first = first;
        this.last = last;
    }

    /** Returns the fingerprint of everything before a position. */
    public static ContentFingerprint of(ByteSource source, long end) throws IOException {
        int length = (int) Math.min(SIZE, end);
        return new ContentFingerprint(end, bytes(source, 0, length), bytes(source, end - length, length));
    }

    /** Returns a fingerprint of nothing read yet, with the content's first bytes. */
    static ContentFingerprint unread(ByteSource source) throws IOException {
        byte[] first = bytes(source, 0, (int) Math.min(SIZE, source.size(SIZE, () -> {})));
        return new ContentFingerprint(0, first, new byte[0]);
    }

    private static byte[] bytes(ByteSource source, long from, int length) throws IOException {
        byte[] bytes = new byte[length];
        int count = source.read(from, bytes, 0, length);
        return count == length ? bytes : Arrays.copyOf(bytes, count);
    }

    /** Returns the position after the last of the bytes. */
    long end() {
        return end;
    }

    /** Returns the first bytes. */
    byte[] first() {
        return first;
    }

    /** Returns this fingerprint, advanced over the bytes that follow. */
    ContentFingerprint with(byte[] bytes, int at, int count) {
        byte[] begin = end < SIZE ? joined(last, bytes, at, Math.min(count, SIZE - last.length)) : first;
        int kept = Math.clamp(SIZE - (long) count, 0, last.length);
        int taken = Math.min(count, SIZE);
        byte[] tail = Arrays.copyOfRange(last, last.length - kept, last.length + taken);
        System.arraycopy(bytes, at + count - taken, tail, kept, taken);
        return new ContentFingerprint(end + count, begin, tail);
    }

    private static byte[] joined(byte[] before, byte[] bytes, int at, int count) {
        byte[] joined = Arrays.copyOf(before, before.length + count);
        System.arraycopy(bytes, at, joined, before.length, count);
        return joined;
    }

    /** Returns whether the source, which may be another file, holds these bytes at their positions. */
    public boolean matches(ByteSource source) throws IOException {
        return Arrays.equals(bytes(source, end - last.length, last.length), last)
                && (first.length == last.length && end == last.length
                        || Arrays.equals(bytes(source, 0, first.length), first));
    }
}
