package dev.darkroom.logfile.source;

import java.io.IOException;
import java.util.Arrays;

/**
 * The first bytes of a content and those before a place in it, by which it is known again: equal lines or zeros before the
 * place say nothing, and the beginning alone may be the same greeting each time.
 */
public final class ContentFingerprint {
    static final int SIZE = 4 << 10;

    /** Of nothing: every content begins like this. */
    public static final ContentFingerprint NOTHING = new ContentFingerprint(0, new byte[0], new byte[0]);

    private final long end;
    private final byte[] first;
    private final byte[] last;

    private ContentFingerprint(long end, byte[] first, byte[] last) {
        this.end = end;
        this.first = first;
        this.last = last;
    }

    /** Of everything before a place. */
    static ContentFingerprint of(ByteSource source, long end) throws IOException {
        int length = (int) Math.min(SIZE, end);
        return new ContentFingerprint(end, bytes(source, 0, length), bytes(source, end - length, length));
    }

    /** Of nothing yet, but of how it will begin. */
    static ContentFingerprint unread(ByteSource source) throws IOException {
        byte[] first = bytes(source, 0, (int) Math.min(SIZE, source.size(SIZE, () -> {})));
        return new ContentFingerprint(0, first, new byte[0]);
    }

    private static byte[] bytes(ByteSource source, long from, int length) throws IOException {
        byte[] bytes = new byte[length];
        int count = source.read(from, bytes, 0, length);
        return count == length ? bytes : Arrays.copyOf(bytes, count);
    }

    /** The place behind the last of the bytes. */
    long end() {
        return end;
    }

    /** How it begins. */
    byte[] first() {
        return first;
    }

    /** The same, moved on over bytes that follow. */
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

    /** Whether the bytes are still there, or there in another file. */
    boolean stands(ByteSource source) throws IOException {
        return Arrays.equals(bytes(source, end - last.length, last.length), last)
                && (first.length == last.length && end == last.length
                        || Arrays.equals(bytes(source, 0, first.length), first));
    }
}
