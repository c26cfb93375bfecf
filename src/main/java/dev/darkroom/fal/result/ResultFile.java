package dev.darkroom.fal.result;

import dev.darkroom.secret.SecretRedactor;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A file named by a result. {@code position} counts from 1 in the order of the result. {@code url} is http(s), or a
 * {@code data:} URL that contains the bytes. Size in bytes, width and height in pixels and duration in seconds are present only
 * when the model reports them; {@code safety} is the verdict of the model's safety check on this file. {@code fileName} is
 * always present, safe as the last segment of a path, with an extension when one can be determined.
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
    /** Whether the URL itself contains the bytes. */
    public boolean isInline() {
        return DataUrl.is(url);
    }

    @Override
    public String toString() {
        return "ResultFile[" + position + ", " + fileName + ", " + SecretRedactor.url(url) + "]";
    }
}
