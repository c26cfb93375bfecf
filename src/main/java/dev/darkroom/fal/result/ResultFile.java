package dev.darkroom.fal.result;

import dev.darkroom.http.ContentType;
import dev.darkroom.secret.SecretRedactor;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
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

    /** The verdict of the model's safety check on a file. A flagged file is usually a black image. */
    public enum SafetyFlag {
        FLAGGED,
        CLEAR,
        /** The result contains no verdict on this file. */
        UNKNOWN;

        /** How many of a result's files are flagged. */
        public enum Share {
            NONE,
            SOME,
            ALL
        }

        /** Returns {@code NONE} for an empty list. */
        public static Share share(List<ResultFile> files) {
            long flagged =
                    files.stream().filter(file -> file.safety() == FLAGGED).count();
            return flagged == 0 ? Share.NONE : flagged == files.size() ? Share.ALL : Share.SOME;
        }
    }

    /** The name under which a result file is stored: from the model, else from its URL; safe as the last segment of a path. */
    static final class ResultFileName {
        private static final int MAX_LENGTH = 100;

        private ResultFileName() {}

        static String of(Optional<String> given, String url, Optional<String> contentType) {
            String name = safe(given.orElseGet(() -> lastPart(url)));
            String base = name.isEmpty() ? "file" : name;
            boolean extended = base.matches(".*\\.[A-Za-z0-9]{1,5}");
            String extension = contentType.flatMap(ContentType::extension).orElse("");
            return extended
                    ? shortened(base, base.substring(base.lastIndexOf('.')))
                    : shortened(base + extension, extension);
        }

        private static String lastPart(String url) {
            if (DataUrl.is(url)) {
                return "";
            }
            String path = url.replaceFirst("[?#].*", "").replaceFirst("(?i)^https?://[^/]*", "");
            String part = path.substring(path.lastIndexOf('/') + 1);
            try {
                return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException _) {
                return part;
            }
        }

        /** Replaces everything but plain letters, digits, dots, dashes and underscores with a dash, and strips leading dots. */
        private static String safe(String name) {
            return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
                    .replaceAll("[^A-Za-z0-9._-]+", "-")
                    .replaceAll("\\.{2,}", ".")
                    .replaceAll("^[.-]+|[.-]+$", "");
        }

        private static String shortened(String name, String extension) {
            return name.length() <= MAX_LENGTH ? name : name.substring(0, MAX_LENGTH - extension.length()) + extension;
        }
    }
}
