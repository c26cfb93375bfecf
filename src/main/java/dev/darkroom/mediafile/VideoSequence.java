package dev.darkroom.mediafile;

import java.nio.ByteBuffer;
import java.util.Set;

/**
 * The frame size of an H.264 stream, read from its sequence parameter set before a decoder allocates memory for the frames.
 * Implements ITU-T H.264, 7.3.2.1.1, as far as the size.
 */
record VideoSequence(long width, long height) {
    /** Profiles whose parameter sets contain the chroma format and scaling lists of the High profiles. */
    private static final Set<Integer> HIGH = Set.of(100, 110, 122, 244, 44, 83, 86, 118, 128);

    /** @param set the unit without its first byte, which identifies its type */
    static VideoSequence read(ByteBuffer set) {
        Bits bits = new Bits(withoutEscapes(set.duplicate()));
        int profile = (int) bits.read(8);
        bits.skip(16);
        bits.unsigned();
        if (HIGH.contains(profile)) {
            skipColours(bits);
        }
        bits.unsigned();
        skipOrder(bits);
        if (bits.unsigned() > 16) { // reference frames
            throw damaged();
        }
        bits.skip(1);
        long width = (bits.unsigned() + 1) * 16;
        long rows = (bits.unsigned() + 1) * 16;
        return new VideoSequence(width, bits.read(1) == 1 ? rows : rows * 2);
    }

    static boolean isSequence(byte first) {
        return (first & 0x1f) == 7;
    }

    private static void skipColours(Bits bits) {
        long chroma = bits.unsigned();
        if (chroma == 3) {
            bits.skip(1);
        }
        bits.unsigned();
        bits.unsigned();
        bits.skip(1);
        if (bits.read(1) == 1) {
            for (int list = 0; list < (chroma == 3 ? 12 : 8); list++) {
                if (bits.read(1) == 1) {
                    skipScaling(bits, list < 6 ? 16 : 64);
                }
            }
        }
    }

    private static void skipScaling(Bits bits, int size) {
        long last = 8;
        long next = 8;
        for (int n = 0; n < size; n++) {
            if (next != 0) {
                next = (last + bits.signed() + 256) & 0xff;
            }
            last = next == 0 ? last : next;
        }
    }

    private static void skipOrder(Bits bits) {
        long type = bits.unsigned();
        if (type == 0) {
            bits.unsigned();
        } else if (type == 1) {
            bits.skip(1);
            bits.signed();
            bits.signed();
            long cycle = bits.unsigned();
            if (cycle > 255) {
                throw damaged();
            }
            for (long n = 0; n < cycle; n++) {
                bits.signed();
            }
        }
    }

    /** Removes emulation prevention: 0 0 3 stands for 0 0, so that no unit contains a start code. */
    private static byte[] withoutEscapes(ByteBuffer set) {
        byte[] plain = new byte[Math.min(set.remaining(), 512)]; // the size is well within these bytes
        int count = 0;
        int zeros = 0;
        while (set.hasRemaining() && count < plain.length) {
            byte next = set.get();
            if (zeros >= 2 && next == 3) {
                zeros = 0;
                continue;
            }
            zeros = next == 0 ? zeros + 1 : 0;
            plain[count++] = next;
        }
        return java.util.Arrays.copyOf(plain, count);
    }

    private static MediaRefusedException damaged() {
        return MediaRefusedException.of(MediaRefusal.Reason.DAMAGED);
    }

    private static final class Bits {
        private final byte[] bytes;
        private int at;

        Bits(byte[] bytes) {
            this.bytes = bytes;
        }

        void skip(int count) {
            read(count);
        }

        long read(int count) {
            long value = 0;
            for (int n = 0; n < count; n++, at++) {
                if (at / 8 >= bytes.length) {
                    throw damaged();
                }
                value = value << 1 | (bytes[at / 8] >> (7 - at % 8)) & 1;
            }
            return value;
        }

        /** Exp-Golomb, ue(v). */
        long unsigned() {
            int zeros = 0;
            while (read(1) == 0) {
                if (++zeros > 32) {
                    throw damaged();
                }
            }
            return (1L << zeros) - 1 + read(zeros);
        }

        long signed() {
            long code = unsigned();
            return code % 2 == 0 ? -code / 2 : (code + 1) / 2;
        }
    }
}
