package dev.darkroom.mediafile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The validated header of a WAV: the format of its samples and their position.
 *
 * @param bits of a sample; 32 and 64 bits may be floating-point
 * @param from the first byte of the first sample
 */
record WaveFileHeader(boolean fraction, int channels, long rate, int bits, long from, long frames) {
    private static final int PCM = 1;
    private static final int FLOAT = 3;
    private static final int EXTENSIBLE = 0xfffe;
    private static final int MAX_PARTS = 1_000;
    private static final int MAX_CHANNELS = 64;
    private static final long MAX_RATE = 1_000_000;

    /**
     * Reads the header; empty if the samples are compressed.
     *
     * @throws MediaRefusedException when the header is implausible
     */
    static Optional<WaveFileHeader> read(FileChannel file) throws IOException {
        ByteBuffer form = null;
        long at = 12;
        for (int part = 0; part < MAX_PARTS && at + 8 <= file.size(); part++) {
            ByteBuffer head = bytes(file, at, 8);
            byte[] word = new byte[4];
            head.get(word);
            long size = head.getInt() & 0xffffffffL;
            String name = new String(word, StandardCharsets.ISO_8859_1);
            if (name.equals("fmt ")) {
                form = bytes(file, at + 8, (int) Math.min(size, 40));
            } else if (name.equals("data") && form != null) {
                return of(form, at + 8, Math.min(size, file.size() - at - 8));
            }
            at += 8 + size + size % 2;
        }
        throw MediaRefusedException.of(MediaRefusal.Reason.DAMAGED);
    }

    private static Optional<WaveFileHeader> of(ByteBuffer form, long from, long bytes) {
        if (form.remaining() < 16) {
            throw MediaRefusedException.of(MediaRefusal.Reason.DAMAGED);
        }
        int kind = form.getShort(0) & 0xffff;
        if (kind == EXTENSIBLE && form.remaining() >= 26) {
            kind = form.getShort(24) & 0xffff;
        }
        int channels = form.getShort(2) & 0xffff;
        long rate = form.getInt(4) & 0xffffffffL;
        int frame = form.getShort(12) & 0xffff;
        int bits = form.getShort(14) & 0xffff;
        if (channels == 0 || channels > MAX_CHANNELS) {
            throw MediaRefusedException.of(MediaRefusal.Reason.CHANNELS, (long) channels);
        }
        if (rate == 0 || rate > MAX_RATE) {
            throw MediaRefusedException.of(MediaRefusal.Reason.SAMPLE_RATE, rate);
        }
        if (kind != PCM && kind != FLOAT) {
            return Optional.empty();
        }
        boolean known = kind == PCM ? bits == 8 || bits == 16 || bits == 24 || bits == 32 : bits == 32 || bits == 64;
        if (!known || frame != channels * bits / 8) {
            throw MediaRefusedException.of(MediaRefusal.Reason.DAMAGED);
        }
        return Optional.of(new WaveFileHeader(kind == FLOAT, channels, rate, bits, from, bytes / frame));
    }

    private static ByteBuffer bytes(FileChannel file, long at, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining() && file.read(buffer, at + buffer.position()) >= 0) {
            continue;
        }
        return buffer.flip();
    }

    int frameBytes() {
        return channels * bits / 8;
    }

    double seconds() {
        return frames / (double) rate;
    }

    /** Returns the loudest sample of these frames, 0 to 1. */
    float loudest(ByteBuffer samples) {
        samples.order(ByteOrder.LITTLE_ENDIAN);
        double loudest = 0;
        for (int at = 0; at + bits / 8 <= samples.limit(); at += bits / 8) {
            loudest = Math.max(loudest, Math.abs(sample(samples, at)));
        }
        return (float) Math.min(1, loudest);
    }

    private double sample(ByteBuffer samples, int at) {
        return switch (bits) {
            case 8 -> ((samples.get(at) & 0xff) - 128) / 128.0;
            case 16 -> samples.getShort(at) / 32768.0;
            case 24 -> (samples.get(at + 2) << 16 | (samples.getShort(at) & 0xffff)) / 8388608.0;
            case 32 -> fraction ? samples.getFloat(at) : samples.getInt(at) / 2147483648.0;
            default -> samples.getDouble(at);
        };
    }
}
