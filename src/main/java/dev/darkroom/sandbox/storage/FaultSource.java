package dev.darkroom.sandbox.storage;

import dev.darkroom.sandbox.fault.FaultRates;
import dev.darkroom.sandbox.fault.SandboxFault;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Draws the faults, by rate or because one request asks for one in {@code x-sandbox-fault}, and plays them. */
public final class FaultSource {
    static final String HEADER = "x-sandbox-fault";
    private static final Duration SLOW = Duration.ofSeconds(2);
    private static final Map<SandboxFault, StorageReply> ANSWERS = Map.of(
            SandboxFault.STORAGE_500, ApiError.internal().reply(),
            SandboxFault.STORAGE_503,
                    StorageReply.text(503, "text/html", "<html><body><h1>503 Service Unavailable</h1></body></html>"),
            SandboxFault.STORAGE_401,
                    ApiError.accessDenied("signature verification failed").reply(),
            SandboxFault.STORAGE_404,
                    StorageReply.text(404, "text/html", "<html><body><h1>404 Not Found</h1></body></html>"));

    private final Random random;
    private volatile Running running;

    public FaultSource(FaultRates faults, long seed) {
        this.running = new Running(faults, System.nanoTime());
        this.random = new Random(seed);
    }

    /** The table in force, and since when by {@link System#nanoTime}. */
    private record Running(FaultRates faults, long since) {
        Optional<SandboxFault> outage(SandboxFault.Side side) {
            long lasted = System.nanoTime() - since;
            return faults.outages().entrySet().stream()
                    .filter(outage -> outage.getKey().side() == side)
                    .filter(outage -> lasted < outage.getValue().toNanos())
                    .map(Map.Entry::getKey)
                    .findFirst();
        }
    }

    /** The connection was cut; there is no answer. */
    static final class Cut extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Cut() {
            super("cut on purpose", null, false, false);
        }
    }

    public void set(FaultRates rates) {
        running = new Running(rates, System.nanoTime());
    }

    public FaultRates get() {
        return running.faults();
    }

    /** Plays what comes before the route itself; empty when the route is to answer. */
    Optional<RequestOutcome> before(StorageRequest call, StorageRoute route) {
        if (route.path().equals(FaultRoutes.PATH)) {
            return Optional.empty();
        }
        Optional<SandboxFault> ofCall = draw(call, SandboxFault.Side.STORAGE);
        Optional<SandboxFault> ofUpload = route.body() == StorageRoute.Body.FILE
                ? draw(call, SandboxFault.Side.STORAGE_UPLOAD)
                : Optional.empty();
        if (ofUpload.equals(Optional.of(SandboxFault.UPLOAD_CUT))) {
            cutWithin(call);
        }
        if (ofUpload.equals(Optional.of(SandboxFault.UPLOAD_REFUSED_STUCK))) {
            return Optional.of(new RequestOutcome.Stuck(ANSWERS.get(SandboxFault.STORAGE_503)));
        }
        return ofCall.flatMap(fault -> play(fault, call));
    }

    /** Whether the upload that has just been stored must look lost to its sender. */
    void afterUpload(StorageRequest call) {
        if (draw(call, SandboxFault.Side.STORAGE_UPLOAD).equals(Optional.of(SandboxFault.UPLOAD_ANSWER_LOST))) {
            cut(call);
        }
    }

    boolean expiresAtOnce(StorageRequest call) {
        return draw(call, SandboxFault.Side.STORAGE_SIGN).isPresent();
    }

    private Optional<SandboxFault> draw(StorageRequest call, SandboxFault.Side side) {
        Optional<String> asked = call.header(HEADER);
        if (asked.isPresent()) {
            return asked.flatMap(SandboxFault::of).filter(fault -> fault.side() == side);
        }
        Running now = running;
        return now.outage(side).or(() -> now.faults().draw(side, random));
    }

    private static Optional<RequestOutcome> play(SandboxFault fault, StorageRequest call) {
        switch (fault) {
            case STORAGE_SLOW -> pause();
            case STORAGE_DOWN -> cut(call);
            case STORAGE_BUCKET_MISSING -> call.loseBucket();
            case STORAGE_ANON_KEY -> call.loseRole();
            case STORAGE_SILENT -> {
                return Optional.of(new RequestOutcome.Stuck(null));
            }
            default -> {
                StorageReply reply = ANSWERS.get(fault);
                if (reply != null) {
                    call.drain();
                }
                return Optional.ofNullable(reply).map(RequestOutcome.Answered::new);
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

    /** Half of what was announced is read, so that the sender is cut while it sends. */
    private static void cutWithin(StorageRequest call) {
        try {
            InputStream in = call.stream();
            in.skipNBytes(Math.max(0, call.length() / 2));
        } catch (IOException _) {
            // it was shorter
        }
        cut(call);
    }

    private static void cut(StorageRequest call) {
        call.request().getConnectionMetaData().getConnection().getEndPoint().close();
        throw new Cut();
    }
}
