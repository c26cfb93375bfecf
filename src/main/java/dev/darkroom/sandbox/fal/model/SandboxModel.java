package dev.darkroom.sandbox.fal.model;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/** An endpoint of the catalogue: its duration at speed 1, price, inputs and answer. */
public record SandboxModel(
        FalEndpointPath id, Shape shape, Duration run, UnitPrice price, List<ModelInputField> fields) {

    /** The shape of the answer and its kind of file. */
    public enum Shape {
        /** {@code images} with timings, seed and {@code has_nsfw_concepts}; an unsafe image is blacked out. */
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

    /** The name of the input field that holds the text. */
    public String words() {
        return shape == Shape.SPEECH || shape == Shape.TIMED_SPEECH ? "text" : "prompt";
    }

    /** The price of one unit in USD, as in fal.ai's price list. */
    public record UnitPrice(String unit, BigDecimal usd) {
        public BigDecimal of(BigDecimal units) {
            return tidy(usd.multiply(units));
        }

        /** Strips trailing zeros, without using an exponent. */
        public static BigDecimal tidy(BigDecimal number) {
            BigDecimal stripped = number.stripTrailingZeros();
            return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
        }
    }
}
