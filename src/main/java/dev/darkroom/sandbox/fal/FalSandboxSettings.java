package dev.darkroom.sandbox.fal;

import dev.darkroom.sandbox.fault.FaultRates;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the fal.ai stand-in.
 *
 * @param port on 127.0.0.1; 0 picks a free one
 * @param key the only accepted key, {@code id:secret}
 * @param seed of every random decision
 * @param speed 1 = as slow as the real models (a video takes more than a minute), 50 = fifty times as fast
 * @param concurrency how many requests run at the same time; the others wait
 * @param pictureScale factor for the width and height of images: small images for large tests
 * @param directory where files and the journal are kept, to continue after a restart; null = a temporary folder
 */
public record FalSandboxSettings(
        int port,
        String key,
        long seed,
        double speed,
        int concurrency,
        FaultRates faults,
        double pictureScale,
        @Nullable Path directory,
        InstantSource clock) {

    /** The default key, valid only for the stand-in. */
    public static final String SANDBOX_KEY = "sandbox-key:sandbox-secret";

    private static final int MAX_CONCURRENCY = 40;

    public FalSandboxSettings {
        require(port >= 0 && port <= 65_535, "The port must be a number from 0 to 65535.");
        require(key.matches("[^:\\s]+:[^:\\s]+"), "The fal key must have the form id:secret.");
        require(speed > 0 && speed <= 100_000, "The speed must be above 0 and at most 100000.");
        require(concurrency > 0, "The concurrency must be at least 1.");
        require(pictureScale > 0 && pictureScale <= 1, "The picture scale must be above 0 and at most 1.");
    }

    public static FalSandboxSettings defaults() {
        return new FalSandboxSettings(
                0, SANDBOX_KEY, 1, 1, MAX_CONCURRENCY, FaultRates.NONE, 1, null, InstantSource.system());
    }

    public FalSandboxSettings withPort(int value) {
        return new FalSandboxSettings(value, key, seed, speed, concurrency, faults, pictureScale, directory, clock);
    }

    public FalSandboxSettings withKey(String value) {
        return new FalSandboxSettings(port, value, seed, speed, concurrency, faults, pictureScale, directory, clock);
    }

    public FalSandboxSettings withSeed(long value) {
        return new FalSandboxSettings(port, key, value, speed, concurrency, faults, pictureScale, directory, clock);
    }

    public FalSandboxSettings withSpeed(double value) {
        return new FalSandboxSettings(port, key, seed, value, concurrency, faults, pictureScale, directory, clock);
    }

    public FalSandboxSettings withConcurrency(int value) {
        return new FalSandboxSettings(port, key, seed, speed, value, faults, pictureScale, directory, clock);
    }

    public FalSandboxSettings withFaults(FaultRates value) {
        return new FalSandboxSettings(port, key, seed, speed, concurrency, value, pictureScale, directory, clock);
    }

    public FalSandboxSettings withPictureScale(double value) {
        return new FalSandboxSettings(port, key, seed, speed, concurrency, faults, value, directory, clock);
    }

    public FalSandboxSettings withDirectory(@Nullable Path value) {
        return new FalSandboxSettings(port, key, seed, speed, concurrency, faults, pictureScale, value, clock);
    }

    public FalSandboxSettings withClock(InstantSource value) {
        return new FalSandboxSettings(port, key, seed, speed, concurrency, faults, pictureScale, directory, value);
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalArgumentException(sentence);
        }
    }
}
