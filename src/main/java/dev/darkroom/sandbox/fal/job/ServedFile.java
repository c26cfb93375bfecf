package dev.darkroom.sandbox.fal.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file on the shelf.
 *
 * @param path below {@code /files/}, such as {@code b/0a8f1c2d/Zk3nQ1vX7yTq0aLw9bRcE_out.jpg}
 * @param endsAt when it expires, null for never
 * @param access what a stranger gets: allow, forbid, hide
 * @param gone answers 404 although it was named in a result
 * @param cut the first download breaks off half way
 * @param late the first download finds nothing
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
