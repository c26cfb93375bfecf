package dev.darkroom.sandbox.storage.object;

import dev.darkroom.sandbox.storage.reply.StorageError;
import java.util.List;
import java.util.regex.Pattern;

/** Compares MIME types as text, like the server. */
public final class MimeTypes {
    private static final String TOKEN = "[A-Za-z0-9!#$&^_.+-]+";
    private static final int MAX_LENGTH = 1000;
    private static final Pattern IN_A_BUCKET =
            Pattern.compile("\\*|(\\*|" + TOKEN + ")/(\\*|" + TOKEN + ")(;\\s*charset=[A-Za-z0-9_-]+)?");

    private MimeTypes() {}

    public static void checkList(List<String> types) {
        for (String type : types) {
            if (type.length() > MAX_LENGTH || !IN_A_BUCKET.matcher(type).matches()) {
                throw StorageError.MIME_TYPE.refusal(type);
            }
        }
    }

    /** {@code *} matches any subtype only; as a type it matches nothing, so {@code *}{@code /*} refuses all. */
    public static void checkAllowed(String type, List<String> allowed) {
        String[] parts = type.split("/", 2);
        boolean fits = parts.length == 2
                && allowed.stream()
                        .map(entry -> entry.split("/", 2))
                        .filter(entry -> entry.length == 2 && entry[0].equals(parts[0]))
                        .anyMatch(entry -> entry[1].equals("*") || entry[1].equals(parts[1]));
        if (!fits) {
            throw StorageError.MIME_TYPE.refusal(type);
        }
    }

    /** Prevents HTML pages from running under the project's origin. */
    public static String served(String type) {
        return type.toLowerCase(java.util.Locale.ROOT).contains("text/html") ? "text/plain" : type;
    }
}
