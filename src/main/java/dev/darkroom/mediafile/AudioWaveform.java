package dev.darkroom.mediafile;

import dev.darkroom.mediafile.MediaWorkers.DrawingDeadline;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
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
}
