package dev.darkroom.mediafile;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The memory needed by a picture that a decoder cannot read row by row, whatever its display size. */
final class PictureMemory {
    private static final int START_OF_SCAN = 0xda;
    /** libjpeg keeps 64 two-byte coefficients for each block of 8 x 8 samples. */
    private static final long BLOCK_BYTES = 128;

    /** Progressive pictures have about ten; more only keep a decoder busy. */
    private static final int MAX_SCANS = 100;

    private static final int BMP_COMPRESSION = 30;

    private PictureMemory() {}

    /**
     * Returns the bytes that a decoder holds at once; 0 for a picture that is read row by row.
     *
     * @throws MediaRefusedException when the picture requires too many passes over all of it
     */
    static long wholeBytes(Path file, PictureFile.Format format, int width, int height) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            return switch (format) {
                case JPEG -> jpeg(in);
                case BMP -> bitmap(in, width, height);
                case PNG, GIF -> 0;
            };
        }
    }

    /**
     * Returns the bytes for a JPEG whose first scan is incomplete: a progressive one, or one with a scan per color component.
     */
    private static long jpeg(DataInputStream in) throws IOException {
        in.readUnsignedShort(); // start of image
        long blocks = 0;
        int components = 0;
        boolean progressive = false;
        while (true) {
            int marker = marker(in);
            int length = in.readUnsignedShort() - 2;
            if (marker == START_OF_SCAN) {
                boolean whole = progressive || in.readUnsignedByte() < components;
                if (whole) {
                    checkScans(in);
                }
                return whole ? blocks * BLOCK_BYTES : 0;
            }
            byte[] body = in.readNBytes(Math.max(0, length));
            if (isStartOfFrame(marker) && body.length >= 6) {
                progressive = (marker & 0x03) == 2;
                components = body[5] & 0xff;
                blocks = blocks(body, components);
            }
        }
    }

    private static void checkScans(DataInputStream in) throws IOException {
        long scans = 1;
        boolean marked = false;
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (marked && next == START_OF_SCAN) {
                scans++;
            }
            marked = next == 0xff;
        }
        if (scans > MAX_SCANS) {
            throw MediaRefusedException.of(MediaRefusal.Reason.PASSES, scans, (long) MAX_SCANS);
        }
    }

    /** Returns the next marker; like libjpeg, skips anything before it. */
    private static int marker(DataInputStream in) throws IOException {
        int marker = 0;
        while (marker == 0 || marker == 0xff || isAlone(marker)) {
            int before = in.readUnsignedByte();
            while (before != 0xff) {
                before = in.readUnsignedByte();
            }
            marker = in.readUnsignedByte();
            while (marker == 0xff) {
                marker = in.readUnsignedByte();
            }
        }
        return marker;
    }

    /** Returns whether the marker has no length: restarts, TEM, another start of image. */
    private static boolean isAlone(int marker) {
        return marker >= 0xd0 && marker <= 0xd8 || marker == 0x01;
    }

    private static boolean isStartOfFrame(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }

    private static long blocks(byte[] frame, int components) throws IOException {
        long height = (frame[1] & 0xff) << 8 | frame[2] & 0xff;
        long width = (frame[3] & 0xff) << 8 | frame[4] & 0xff;
        if (frame.length < 6 + 3 * components) {
            throw new IOException("The frame header is cut");
        }
        int widest = 1;
        int tallest = 1;
        for (int n = 0; n < components; n++) {
            widest = Math.max(widest, (frame[7 + 3 * n] & 0xff) >> 4);
            tallest = Math.max(tallest, frame[7 + 3 * n] & 0x0f);
        }
        long blocks = 0;
        for (int n = 0; n < components; n++) {
            long across = (width * ((frame[7 + 3 * n] & 0xff) >> 4) + 8L * widest - 1) / (8L * widest);
            long down = (height * (frame[7 + 3 * n] & 0x0f) + 8L * tallest - 1) / (8L * tallest);
            blocks += (across + widest) * (down + tallest); // in whole units of all components
        }
        return blocks;
    }

    /** Returns the bytes for a compressed BMP; rejects one that embeds another picture, whose size nothing has checked. */
    private static long bitmap(DataInputStream in, int width, int height) throws IOException {
        in.skipNBytes(14);
        int header = Integer.reverseBytes(in.readInt());
        if (header < 40) {
            return 0; // predates compression
        }
        in.skipNBytes(BMP_COMPRESSION - 18);
        int compression = Integer.reverseBytes(in.readInt());
        return switch (compression) {
            case 0, 3 -> 0;
            case 1, 2 -> 2L * width * Math.abs((long) height);
            default -> throw new IOException("A BMP with the compression " + compression);
        };
    }
}
