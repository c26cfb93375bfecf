package dev.darkroom.mediafile;

import dev.darkroom.mediafile.MediaWorkers.DrawingDeadline;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The loudness of a sound over its length: the peak sample of each of its equal parts, 0 to 1. */
public record AudioWaveform(List<Float> peaks, double seconds) {
    public static final int PARTS = 400;

    /** The most bytes read of each part. */
    private static final int MAX_READ = 128 * 1024;

    public AudioWaveform {
        peaks = List.copyOf(peaks);
    }

    /** Returns the peaks in fewer parts; the loudest of the merged parts counts. */
    public List<Float> inParts(int count) {
        List<Float> fewer = new ArrayList<>(count);
        for (int part = 0; part < count; part++) {
            int from = part * peaks.size() / count;
            int to = Math.max(from + 1, (part + 1) * peaks.size() / count);
            fewer.add(peaks.subList(from, Math.min(to, peaks.size())).stream()
                    .max(Float::compare)
                    .orElse(0f));
        }
        return fewer;
    }

    /**
     * Reads samples of a WAV according to its header: a bounded number per part, so that an hour takes no longer than a minute.
     * Empty if the samples are compressed or there are none.
     *
     * @throws MediaRefusedException when the header is implausible
     */
    public static Optional<AudioWaveform> of(Path file, MediaWorkers workers) throws IOException {
        return workers.run(deadline -> {
            try (FileChannel channel = FileChannel.open(file)) {
                Optional<WaveFileHeader> header = WaveFileHeader.read(channel).filter(known -> known.frames() > 0);
                return header.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new AudioWaveform(
                                peaks(channel, header.get(), deadline),
                                header.get().seconds()));
            }
        });
    }

    private static List<Float> peaks(FileChannel channel, WaveFileHeader header, DrawingDeadline deadline)
            throws IOException {
        int parts = (int) Math.min(PARTS, header.frames());
        List<Float> peaks = new ArrayList<>(parts);
        for (int part = 0; part < parts; part++) {
            deadline.check();
            long first = part * header.frames() / parts;
            long last = (part + 1) * header.frames() / parts;
            int frames = (int) Math.min(last - first, MAX_READ / header.frameBytes());
            ByteBuffer samples = ByteBuffer.allocate(frames * header.frameBytes());
            long at = header.from() + first * header.frameBytes();
            while (samples.hasRemaining() && channel.read(samples, at + samples.position()) >= 0) {
                continue;
            }
            peaks.add(header.loudest(samples.flip()));
        }
        return peaks;
    }

    public void write(Path file) throws IOException {
        try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
            out.writeDouble(seconds);
            for (float peak : peaks) {
                out.writeByte(Math.round(peak * 255));
            }
        }
    }

    /** Reads a waveform written by {@link #write}. */
    public static AudioWaveform read(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            double seconds = in.readDouble();
            List<Float> peaks = new ArrayList<>();
            for (byte peak : in.readAllBytes()) {
                peaks.add((peak & 0xff) / 255f);
            }
            return new AudioWaveform(peaks, seconds);
        }
    }

    /**
     * The validated header of a WAV: the format of its samples and their position.
     *
     * @param bits of a sample; 32 and 64 bits may be floating-point
     * @param from the first byte of the first sample
     */
    private record WaveFileHeader(boolean fraction, int channels, long rate, int bits, long from, long frames) {
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
            boolean known =
                    kind == PCM ? bits == 8 || bits == 16 || bits == 24 || bits == 32 : bits == 32 || bits == 64;
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
}
