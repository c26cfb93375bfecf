package dev.darkroom.sandbox.media;

import java.util.HexFormat;

/**
 * The specification of a file to produce. Width and height are in pixels (0 for audio), seconds is 0 for images; a blackened
 * image is the result of a safety filter.
 */
public record MediaOrder(
        Format format, String prompt, String seed, int width, int height, double seconds, boolean blackened) {

    public static MediaOrder picture(Format format, String prompt, String seed, int width, int height) {
        return new MediaOrder(format, prompt, seed, width, height, 0, false);
    }

    public static MediaOrder film(String prompt, String seed, int width, int height, double seconds) {
        return new MediaOrder(Format.MP4, prompt, seed, width, height, seconds, false);
    }

    public static MediaOrder sound(String prompt, String seed, double seconds) {
        return new MediaOrder(Format.WAV, prompt, seed, 0, 0, seconds, false);
    }

    public MediaOrder blacken() {
        return new MediaOrder(format, prompt, seed, width, height, seconds, true);
    }

    /** Returns a fingerprint that is equal for equal orders and different for all others. */
    String fingerprint() {
        return HexFormat.of().formatHex(SeededRandom.sha256(toString()), 0, 16);
    }

    /** The file formats that can be produced. */
    public enum Format {
        JPEG("image/jpeg", "jpg"),
        PNG("image/png", "png"),
        WAV("audio/wav", "wav"),
        MP4("video/mp4", "mp4");

        private final String contentType;
        private final String extension;

        Format(String contentType, String extension) {
            this.contentType = contentType;
            this.extension = extension;
        }

        public String contentType() {
            return contentType;
        }

        public String extension() {
            return extension;
        }
    }
}
