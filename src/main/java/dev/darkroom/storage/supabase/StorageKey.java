package dev.darkroom.storage.supabase;

import dev.darkroom.message.RefusedInputException;
import dev.darkroom.system.ContentHash;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * The path of a generation's file in the bucket: {@code {user}/{generation}/{n}-{name}}, limited to characters that the
 * service, URLs and file systems all accept. Immutable.
 *
 * <p>The first folder is the user's id, because the usual access policy compares it with the {@code sub} of the user's token.
 * An id that cannot be a folder name is replaced by {@code h_...} and its hash, so that two users never share a folder.
 */
public record StorageKey(String userFolder, String generationId, int number, String name) {
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9._-]+");
    private static final Pattern SAFE_USER = Pattern.compile("[A-Za-z0-9._@:+=-]+");
    private static final int MAX_SEGMENT = 200;
    private static final int MAX_EXTENSION = 12;
    private static final String HASHED = "h_";

    public StorageKey {
        if (!isSafe(SAFE_USER, userFolder) || !isSafe(SAFE, generationId)) {
            throw new IllegalArgumentException(
                    "\"" + userFolder + "/" + generationId + "\" is not a folder for files.");
        }
        if (number < 0) {
            throw new IllegalArgumentException("The number of a file must not be negative: " + number);
        }
        name = slug(name, MAX_SEGMENT - 12);
    }

    /** @param name any file name, from the model's answer or from a user */
    public static StorageKey of(String userId, String generationId, int number, String name) {
        return new StorageKey(userFolder(userId), generationId, number, name);
    }

    /** Returns the top folder of everything that belongs to a user. */
    public static String userFolder(String userId) {
        if (userId.isBlank()) {
            throw new IllegalArgumentException("A user id must not be empty.");
        }
        if (isSafe(SAFE_USER, userId) && !userId.startsWith(HASHED)) {
            return userId;
        }
        return HASHED + slug(userId, 40) + "_"
                + ContentHash.of(userId.getBytes(StandardCharsets.UTF_8)).substring(0, 24);
    }

    /** Whether a key is strictly within the user's folder. */
    public static boolean belongsTo(String userId, String key) {
        return key.startsWith(userFolder(userId) + "/")
                && Arrays.stream(key.split("/", -1)).noneMatch(part -> part.isEmpty() || ObjectKeys.isDots(part));
    }

    public String text() {
        return userFolder + "/" + generationId + "/" + number + "-" + name;
    }

    @Override
    public String toString() {
        return text();
    }

    /**
     * Returns the text in safe characters, without accents, with its extension, never empty and at most {@code max} bytes long.
     */
    static String slug(String text, int max) {
        String last = text.substring(Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\')) + 1);
        String plain = Normalizer.normalize(last, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}+", "")
                .replaceAll("[^A-Za-z0-9._-]+", "-")
                .replaceAll("\\.{2,}", ".")
                .replaceAll("-*\\.-*", ".")
                .replaceAll("^[-.]+|[-.]+$", "");
        if (plain.isEmpty()) {
            return "file";
        }
        if (plain.length() <= max) {
            return plain;
        }
        int dot = plain.lastIndexOf('.');
        String extension = dot > 0 && plain.length() - dot <= MAX_EXTENSION ? plain.substring(dot) : "";
        return plain.substring(0, max - extension.length()) + extension;
    }

    private static boolean isSafe(Pattern pattern, String segment) {
        return pattern.matcher(segment).matches() && segment.length() <= MAX_SEGMENT && !ObjectKeys.isDots(segment);
    }

    /** Validates the names of objects and buckets by the service's rules and encodes them into paths. Stateless. */
    static final class ObjectKeys {
        private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_/!\\-.*'() &$@=;:+,?]+");
        private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9_!\\-.*'() &$@=;:+,?]{1,100}");
        private static final int MAX_KEY_BYTES = 1024;
        private static final String UNRESERVED = "-._~";

        private ObjectKeys() {}

        /** @throws IllegalArgumentException with a sentence that names the invalid part */
        static String check(String key) {
            if (key.isEmpty()) {
                throw new IllegalArgumentException("The key of the object is empty.");
            }
            if (key.length() > MAX_KEY_BYTES) {
                throw new IllegalArgumentException("The key of the object is longer than 1024 characters.");
            }
            if (!KEY.matcher(key).matches()) {
                throw new IllegalArgumentException(
                        "The key \"" + key
                                + "\" has a character that Supabase Storage refuses; use letters A-Z, digits, \".\", \"_\" and \"-\".");
            }
            if (Arrays.stream(key.split("/", -1)).anyMatch(ObjectKeys::isDots)) {
                throw new IllegalArgumentException("The key \"" + key + "\" has \".\" or \"..\" as a folder.");
            }
            return key;
        }

        /** @throws IllegalArgumentException with a sentence that names the rule */
        static String checkBucket(String bucket) {
            if (!BUCKET.matcher(bucket).matches() || !bucket.equals(bucket.strip()) || isDots(bucket)) {
                throw new RefusedInputException("setting.bucket", bucket);
            }
            return bucket;
        }

        /**
         * Returns {@code bucket/key} with every segment percent-encoded: correct for all routes except those that sign a single
         * object, where the server puts the path into the token undecoded.
         */
        static String path(String bucket, String key) {
            return encode(bucket, UNRESERVED) + "/" + encode(key, UNRESERVED + "/");
        }

        static String segment(String text) {
            return encode(text, UNRESERVED);
        }

        static boolean isDots(String segment) {
            return segment.equals(".") || segment.equals("..");
        }

        private static String encode(String text, String unescaped) {
            StringBuilder encoded = new StringBuilder(text.length() + 16);
            for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
                char c = (char) (b & 0xff);
                boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
                if (plain || unescaped.indexOf(c) >= 0) {
                    encoded.append(c);
                } else {
                    encoded.append('%')
                            .append("0123456789ABCDEF".charAt(c >> 4))
                            .append("0123456789ABCDEF".charAt(c & 15));
                }
            }
            return encoded.toString();
        }
    }
}
