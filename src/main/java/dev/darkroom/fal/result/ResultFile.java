package dev.darkroom.fal.result;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.fal.result.ResultFile.SafetyFlag;
import dev.darkroom.http.ContentType;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.secret.SecretRedactor;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

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

    /**
     * The safety flags that one object of a result gives its files, in the forms models use: {@code has_nsfw_concepts} as a list
     * with one value per file, as a scalar for all of them, or as a list of another length, which leaves any files past its end
     * unknown.
     */
    record SafetyFlags(List<SafetyFlag> values, boolean forAll) {
        private static final Set<String> NAMES = Set.of(
                "has_nsfw_concepts",
                "has_nsfw_concept",
                "has_nsfw_content",
                "has_nsfw",
                "nsfw_concepts",
                "nsfw_content_detected",
                "nsfw_detected",
                "nsfw_flagged",
                "nsfw",
                "is_nsfw",
                "content_filtered",
                "is_flagged",
                "flagged");
        private static final Set<String> FILTERED = Set.of("content_filtered", "content_filter");

        /** Empty when the object has no safety flags. */
        static Optional<SafetyFlags> of(JsonNode object) {
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                if (NAMES.contains(member.getKey().toLowerCase(Locale.ROOT))) {
                    return Optional.of(read(member.getValue()));
                }
            }
            return JsonMapping.text(object, "finish_reason")
                    .filter(reason -> FILTERED.contains(reason.toLowerCase(Locale.ROOT)))
                    .map(_ -> new SafetyFlags(List.of(SafetyFlag.FLAGGED), true));
        }

        /** Returns the flag of the file with this zero-based index among the object's files. */
        SafetyFlag of(int index) {
            return forAll ? values.getFirst() : index < values.size() ? values.get(index) : SafetyFlag.UNKNOWN;
        }

        private static SafetyFlags read(JsonNode value) {
            if (!value.isArray()) {
                return new SafetyFlags(List.of(flag(value)), true);
            }
            List<SafetyFlag> values = new ArrayList<>();
            value.forEach(each -> values.add(flag(each)));
            return new SafetyFlags(List.copyOf(values), false);
        }

        private static SafetyFlag flag(JsonNode value) {
            return switch (value.asText().strip().toLowerCase(Locale.ROOT)) {
                case "true", "1", "yes", "nsfw" -> SafetyFlag.FLAGGED;
                case "false", "0", "no", "sfw", "safe" -> SafetyFlag.CLEAR;
                default -> SafetyFlag.UNKNOWN;
            };
        }
    }
}
