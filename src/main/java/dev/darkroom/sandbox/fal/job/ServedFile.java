package dev.darkroom.sandbox.fal.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file that can be downloaded.
 *
 * @param path below {@code /files/}, such as {@code b/0a8f1c2d/Zk3nQ1vX7yTq0aLw9bRcE_out.jpg}
 * @param endsAt when it expires, null for never
 * @param access access without a key: allow, forbid or hide
 * @param gone answers 404 although it was named in a result
 * @param cut the first download is cut off half-way
 * @param late the first download answers 404
 */
public record ServedFile(
        String path,
        String contentType,
        long size,
        @Nullable Instant endsAt,
        String access,
        boolean gone,
        boolean cut,
        boolean late) {

    ServedFile until(@Nullable Instant end) {
        return new ServedFile(path, contentType, size, end, access, gone, cut, late);
    }
}
