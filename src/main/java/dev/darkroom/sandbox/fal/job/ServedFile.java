package dev.darkroom.sandbox.fal.job;

import dev.darkroom.sandbox.fault.SandboxFault;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A downloadable file.
 *
 * @param path below {@code /files/}, such as {@code b/0a8f1c2d/Zk3nQ1vX7yTq0aLw9bRcE_out.jpg}
 * @param endsAt the expiry time, null for never
 * @param access access without a key: allow, forbid or hide
 * @param faults the faults of its download
 */
public record ServedFile(
        String path,
        String contentType,
        long size,
        @Nullable Instant endsAt,
        String access,
        Set<SandboxFault> faults) {

    ServedFile until(@Nullable Instant end) {
        return new ServedFile(path, contentType, size, end, access, faults);
    }
}
