package dev.darkroom.logfile;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Searches in bytes, eight at a time: in a young JVM this beats the Vector API, whose first call costs 0.4 s. */
final class Bytes {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long LOWS = 0x7F7F7F7F7F7F7F7FL;

    private Bytes() {}

    /** The first {@code wanted} in {@code [from, to)}, or {@code to}. */
    static int indexOf(byte[] bytes, int from, int to, byte wanted) {
        long pattern = ONES * (wanted & 0xFF);
        int i = from;
        for (; i <= to - 8; i += 8) {
            long found = zeros((long) LONGS.get(bytes, i) ^ pattern);
            if (found != 0) {
                return i + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        for (; i < to; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return to;
    }

    /** A high bit for each byte that is zero, exactly. */
    private static long zeros(long word) {
        return ~(((word & LOWS) + LOWS) | word | LOWS);
    }

    /** The first place of {@code wanted}, not empty, wholly within {@code [from, to)}, or -1. */
    static int indexOf(byte[] bytes, int from, int to, byte[] wanted) {
        int last = to - wanted.length + 1;
        int i = from;
        while (i < last) {
            i = indexOf(bytes, i, last, wanted[0]);
            if (i < last && startsWith(bytes, i, to, wanted)) {
                return i;
            }
            i++;
        }
        return -1;
    }

    /** The first place in {@code [from, to)} that is not {@code skipped}, or {@code to}. */
    static int skip(byte[] bytes, int from, int to, byte skipped) {
        int i = from;
        while (i < to && bytes[i] == skipped) {
            i++;
        }
        return i;
    }

    static boolean startsWith(byte[] bytes, int at, int to, byte[] wanted) {
        if (to - at < wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (bytes[at + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }
}
