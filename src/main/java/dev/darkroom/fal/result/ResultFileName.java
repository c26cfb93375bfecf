package dev.darkroom.fal.result;

import dev.darkroom.http.ContentType;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The name under which a result file is stored: from the model, else from its URL; safe as the last segment of a path. */
final class ResultFileName {
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
