package dev.darkroom.fal.result;

import dev.darkroom.secret.SecretRedactor;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A file that a result names. {@code position} counts from 1 in the order of the result. {@code url} is http(s), or a
 * {@code data:} address that holds the bytes itself. Size in bytes, width and height in pixels, duration in seconds, each
 * only when the model says so; {@code safety} is what its check says of this file. {@code fileName} is always there, safe as the last part of a path, with an extension when one
 * can be told.
 */
public record ResultFile(
        int position,
        String url,
        Optional<String> contentType,
        String fileName,
        OptionalLong size,
        OptionalInt width,
        OptionalInt height,
        OptionalDouble duration,
        SafetyFlag safety) {
    /** Whether the bytes are in the url itself. */
    public boolean inline() {
        return DataUrl.is(url);
    }

    @Override
    public String toString() {
        return "ResultFile[" + position + ", " + fileName + ", " + SecretRedactor.url(url) + "]";
    }
}
