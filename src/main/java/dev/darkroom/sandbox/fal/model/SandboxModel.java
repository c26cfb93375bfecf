package dev.darkroom.sandbox.fal.model;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/** One endpoint of the catalogue: how long it runs at speed 1, what it costs, what it takes and what it answers. */
public record SandboxModel(
        FalEndpointPath id, Shape shape, Duration run, UnitPrice price, List<ModelInputField> fields) {

    /** How the answer looks and which file it holds. */
    public enum Shape {
        /** {@code images} with timings, seed and {@code has_nsfw_concepts}; an unsafe picture is blacked out. */
        DIFFUSION,
        /** {@code images} and a {@code description}; an unsafe prompt is refused. */
        CONVERSATION,
        /** {@code video}. */
        FILM,
        /** {@code audio} and {@code timestamps}. */
        SPEECH,
        /** {@code audio} and {@code duration_ms}. */
        TIMED_SPEECH,
        /** {@code audio_file}. */
        MUSIC
    }

    /** The name of the input that holds the words. */
    public String words() {
        return shape == Shape.SPEECH || shape == Shape.TIMED_SPEECH ? "text" : "prompt";
    }

    /** What one unit costs in USD, as fal.ai's price list names it. */
    public record UnitPrice(String unit, BigDecimal usd) {
        public BigDecimal of(BigDecimal units) {
            return tidy(usd.multiply(units));
        }

        /** Without zeros at the end and without an exponent. */
        public static BigDecimal tidy(BigDecimal number) {
            BigDecimal stripped = number.stripTrailingZeros();
            return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
        }
    }
}
