package dev.darkroom.storage.supabase;

import dev.darkroom.message.RefusedInputException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/** Validates the names of objects and buckets by the service's rules and encodes them into paths. Stateless. */
final class ObjectKeys {
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
                encoded.append('%').append("0123456789ABCDEF".charAt(c >> 4)).append("0123456789ABCDEF".charAt(c & 15));
            }
        }
        return encoded.toString();
    }
}
