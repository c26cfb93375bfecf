package dev.darkroom.sandbox.storage.route;

import dev.darkroom.sandbox.fault.FaultInjector;
import dev.darkroom.sandbox.fault.SandboxFault;
import dev.darkroom.sandbox.http.SandboxReply;
import dev.darkroom.sandbox.http.SandboxReply.SandboxRefusal;
import dev.darkroom.sandbox.storage.reply.StorageError;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Injects the faults of storage calls; repeatable for the same seed and the same requests in the same order. */
final class StorageFaults {
    private static final Duration SLOW = Duration.ofSeconds(2);
    private static final Map<SandboxFault, SandboxReply.Answer> ANSWERS = Map.of(
            SandboxFault.STORAGE_500, StorageError.INTERNAL.reply(),
            SandboxFault.STORAGE_503, SandboxReply.gateway(503, "Service Unavailable"),
            SandboxFault.STORAGE_401, StorageError.ACCESS_DENIED.reply("signature verification failed"),
            SandboxFault.STORAGE_404, SandboxReply.gateway(404, "Not Found"));

    private final FaultInjector faults;
    private final AtomicLong draws = new AtomicLong();

    StorageFaults(FaultInjector faults) {
        this.faults = faults;
    }

    /** Applies faults before the route runs; empty when the route is to answer. */
    Optional<SandboxReply> before(StorageCall call, StorageRoute route) {
        Optional<SandboxFault> ofCall = strike(call, SandboxFault.Side.STORAGE);
        Optional<SandboxFault> ofUpload = route.body() == StorageRoute.Body.FILE
                ? strike(call, SandboxFault.Side.STORAGE_UPLOAD)
                : Optional.empty();
        if (ofUpload.equals(Optional.of(SandboxFault.UPLOAD_CUT))) {
            readHalf(call);
            return Optional.of(new SandboxReply.Cut());
        }
        if (ofUpload.equals(Optional.of(SandboxFault.UPLOAD_REFUSED_STUCK))) {
            return Optional.of(new SandboxReply.Stuck(ANSWERS.get(SandboxFault.STORAGE_503)));
        }
        return ofCall.flatMap(fault -> play(fault, call));
    }

    /** Cuts the connection after a stored upload if the fault is to lose its answer. */
    void afterUpload(StorageCall call) {
        if (strike(call, SandboxFault.Side.STORAGE_UPLOAD).equals(Optional.of(SandboxFault.UPLOAD_ANSWER_LOST))) {
            throw new SandboxRefusal(new SandboxReply.Cut());
        }
    }

    boolean expiresAtOnce(StorageCall call) {
        return strike(call, SandboxFault.Side.STORAGE_SIGN).isPresent();
    }

    private Optional<SandboxFault> strike(StorageCall call, SandboxFault.Side side) {
        return faults.strike(call, side, String.valueOf(draws.incrementAndGet()));
    }

    private static Optional<SandboxReply> play(SandboxFault fault, StorageCall call) {
        switch (fault) {
            case STORAGE_SLOW -> pause();
            case STORAGE_BUCKET_MISSING -> call.loseBucket();
            case STORAGE_ANON_KEY -> call.loseRole();
            case STORAGE_DOWN -> {
                return Optional.of(new SandboxReply.Cut());
            }
            case STORAGE_SILENT -> {
                return Optional.of(new SandboxReply.Stuck(null));
            }
            default -> {
                call.drain();
                return Optional.ofNullable(ANSWERS.get(fault));
            }
        }
        return Optional.empty();
    }

    private static void pause() {
        try {
            Thread.sleep(SLOW);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads half of the declared length, so that the sender is cut off while sending. */
    private static void readHalf(StorageCall call) {
        try {
            call.stream().skipNBytes(Math.max(0, call.length() / 2));
        } catch (IOException _) {
            // the body was shorter
        }
    }
}
