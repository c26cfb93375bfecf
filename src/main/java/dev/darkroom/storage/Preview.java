package dev.darkroom.storage;

import java.nio.file.Path;
import java.util.Optional;

/** A file made ready to be looked at, beside the reasons why it is not. */
public sealed interface Preview {
    record Picture(Path file) implements Preview {}

    /**
     * @param poster a PNG of the first picture, where it can be drawn
     * @param seconds the length, 0 when unknown
     */
    record Video(Path file, Optional<Path> poster, double seconds) implements Preview {}

    /** @param waveform empty when Java knows no way to the samples, as with MP3 */
    record Sound(Path file, Optional<Waveform> waveform) implements Preview {}

    /**
     * @param file empty when only the beginning was read
     * @param whole false when the rest was left out
     */
    record Text(Path file, String text, boolean whole) implements Preview {}

    /** Too large to be fetched without being asked for. */
    record Large(long bytes) implements Preview {}

    /** Fetched, but of a type that cannot be shown. */
    record Unknown(Path file) implements Preview {}
}
