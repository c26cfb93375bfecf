package dev.darkroom.storage;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/** The loudness of a sound over its length: the highest sample of each of its equal parts, 0 to 1. */
public record Waveform(List<Float> peaks, double seconds) {
    static final int PARTS = 400;

    public Waveform {
        peaks = List.copyOf(peaks);
    }

    /** The same with fewer parts; the loudest of those that become one counts. */
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

    /** Reads the samples of a file; empty when Java knows no way to them, as with MP3. */
    static Optional<Waveform> of(Path file) throws IOException {
        try (AudioInputStream source = AudioSystem.getAudioInputStream(file.toFile())) {
            AudioFormat from = source.getFormat();
            AudioFormat format = new AudioFormat(from.getSampleRate(), 16, from.getChannels(), true, false);
            long frames = source.getFrameLength();
            if (frames <= 0 || !AudioSystem.isConversionSupported(format, from)) {
                return Optional.empty();
            }
            AudioInputStream samples = AudioSystem.getAudioInputStream(format, source);
            return Optional.of(new Waveform(
                    peaks(new BufferedInputStream(samples), frames, from.getChannels()), frames / from.getFrameRate()));
        } catch (UnsupportedAudioFileException _) {
            return Optional.empty();
        }
    }

    private static List<Float> peaks(InputStream samples, long frames, int channels) throws IOException {
        int parts = (int) Math.min(PARTS, frames);
        float[] highest = new float[parts];
        byte[] frame = new byte[channels * 2];
        for (long n = 0; n < frames && samples.readNBytes(frame, 0, frame.length) == frame.length; n++) {
            int part = (int) (n * parts / frames);
            for (int at = 0; at < frame.length; at += 2) {
                int sample = (short) (frame[at] & 0xff | frame[at + 1] << 8);
                highest[part] = Math.max(highest[part], Math.abs(sample) / 32768f);
            }
        }
        List<Float> peaks = new ArrayList<>(parts);
        for (float peak : highest) {
            peaks.add(peak);
        }
        return peaks;
    }

    void write(Path file) throws IOException {
        try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
            out.writeDouble(seconds);
            for (float peak : peaks) {
                out.writeByte(Math.round(peak * 255));
            }
        }
    }

    static Waveform read(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            double seconds = in.readDouble();
            List<Float> peaks = new ArrayList<>();
            for (byte peak : in.readAllBytes()) {
                peaks.add((peak & 0xff) / 255f);
            }
            return new Waveform(peaks, seconds);
        }
    }
}
