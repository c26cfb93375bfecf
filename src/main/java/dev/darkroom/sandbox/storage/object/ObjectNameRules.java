package dev.darkroom.sandbox.storage.object;

import dev.darkroom.sandbox.storage.reply.StorageError;
import java.util.regex.Pattern;

/** The keys and bucket names that the server accepts. */
public final class ObjectNameRules {
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_/!\\-.*'() &$@=;:+,?]+");
    private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9_!\\-.*'() &$@=;:+,?]{1,100}");
    private static final int MAX_SEGMENT = 255;

    private ObjectNameRules() {}

    public static void checkKey(String key) {
        if (!KEY.matcher(key).matches()) {
            throw StorageError.INVALID_KEY.refusal(key);
        }
    }

    /** Refuses keys that only the file backend rejects, and only on write; the first message of the original leaks its path. */
    public static void checkStorable(String key) {
        for (String segment : key.split("/", -1)) {
            if (segment.equals(".") || segment.equals("..")) {
                throw StorageError.INVALID_KEY.refusal(key);
            }
            if (segment.length() > MAX_SEGMENT) {
                throw StorageError.INTERNAL.refusal();
            }
        }
    }

    /** Checks a bucket name in a path: only its characters matter. */
    public static void checkBucket(String name) {
        if (!BUCKET.matcher(name).matches()) {
            throw StorageError.BUCKET_NAME.refusal();
        }
    }

    public static void checkNewBucket(String name) {
        checkBucket(name);
        if (!name.equals(name.strip()) || name.endsWith("--table-s3")) {
            throw StorageError.BUCKET_NAME.refusal();
        }
    }

    public static boolean isEmptyFolder(String key) {
        return key.endsWith(".emptyFolderPlaceholder");
    }
}
