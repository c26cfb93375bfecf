package dev.darkroom.sandbox.media;

import dev.darkroom.system.PrivateFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** Writes a slow melody over a chord, derived from prompt and seed: 16 bit, 44.1 kHz, mono. */
final class SoundWriter {
    private static final int RATE = 44_100;
    private static final int[] PENTATONIC = {0, 2, 4, 7, 9, 12, 14, 16};
    private static final int HEADER = 44;

    private SoundWriter() {}

    static void write(MediaOrder order, Path target) throws IOException {
        float[] samples = new float[(int) (order.seconds() * RATE)];
        SplittableRandom random = SeededRandom.of("sound", order.prompt(), order.seed());
        double root = 110 * Math.pow(2, random.nextInt(12) / 12.0);
        for (int note : new int[] {0, 7, 12}) {
            pad(samples, root * Math.pow(2, note / 12.0), 0.05 + random.nextDouble() * 0.1);
        }
        melody(samples, root * 2, random);
        PrivateFiles.copy(new ByteArrayInputStream(wave(samples)), target);
    }

    private static void pad(float[] samples, double pitch, double swell) {
        SineWave tone = new SineWave(pitch);
        SineWave slow = new SineWave(swell);
        for (int n = 0; n < samples.length; n++) {
            double loud = 0.06 * (0.6 + 0.4 * slow.next());
            samples[n] += (float) (loud * tone.next());
        }
    }

    private static void melody(float[] samples, double root, SplittableRandom random) {
        double beat = 0.22 + random.nextDouble() * 0.18;
        int step = random.nextInt(PENTATONIC.length);
        for (double time = 0; time * RATE < samples.length; time += beat * (1 + random.nextInt(3))) {
            step = Math.clamp(step + random.nextInt(5) - 2, 0, PENTATONIC.length - 1);
            pluck(
                    samples,
                    (int) (time * RATE),
                    root * Math.pow(2, PENTATONIC[step] / 12.0),
                    0.18 + 0.08 * random.nextDouble());
        }
    }

    /** Adds a note with two overtones that fades within a second and a half. */
    private static void pluck(float[] samples, int from, double pitch, double loud) {
        int length = Math.min(samples.length - from, RATE * 3 / 2);
        SineWave tone = new SineWave(pitch);
        SineWave second = new SineWave(2 * pitch);
        SineWave third = new SineWave(3 * pitch);
        double fading = Math.exp(-3.2 / RATE);
        double decay = 1;
        for (int n = 0; n < length; n++) {
            double attack = Math.min(1, n / 400.0);
            double wave = tone.next() + 0.35 * decay * second.next() + 0.15 * decay * third.next();
            samples[from + n] += (float) (loud * attack * decay * wave);
            decay *= fading;
        }
    }

    private static byte[] wave(float[] samples) {
        int bytes = samples.length * 2;
        ByteBuffer out = ByteBuffer.allocate(HEADER + bytes).order(ByteOrder.LITTLE_ENDIAN);
        out.put(ascii("RIFF")).putInt(HEADER - 8 + bytes).put(ascii("WAVEfmt ")).putInt(16);
        out.putShort((short) 1)
                .putShort((short) 1)
                .putInt(RATE)
                .putInt(RATE * 2)
                .putShort((short) 2)
                .putShort((short) 16);
        out.put(ascii("data")).putInt(bytes);
        int fade = Math.min(samples.length, RATE / 2);
        for (int n = 0; n < samples.length; n++) {
            double end = Math.min(1.0, (samples.length - n) / (double) fade);
            out.putShort((short) Math.round(Math.clamp(samples[n] * end, -1, 1) * Short.MAX_VALUE));
        }
        return out.array();
    }

    /**
     * Generates the samples of a sine, each from the previous one: calling the function every time takes five times as long.
     */
    private static final class SineWave {
        private final double turnSine;
        private final double turnCosine;
        private double sine;
        private double cosine = 1;

        SineWave(double pitch) {
            double turn = 2 * Math.PI * pitch / RATE;
            turnSine = Math.sin(turn);
            turnCosine = Math.cos(turn);
        }

        double next() {
            double now = sine;
            sine = now * turnCosine + cosine * turnSine;
            cosine = cosine * turnCosine - now * turnSine;
            return now;
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }
}
