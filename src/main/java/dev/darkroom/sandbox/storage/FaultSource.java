package dev.darkroom.sandbox.storage;

import dev.darkroom.sandbox.Fault;
import dev.darkroom.sandbox.Faults;
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
    private static final Map<Fault, Reply> ANSWERS = Map.of(
            Fault.STORAGE_500, ApiError.internal().reply(),
            Fault.STORAGE_503,
                    Reply.text(503, "text/html", "<html><body><h1>503 Service Unavailable</h1></body></html>"),
            Fault.STORAGE_401,
                    ApiError.accessDenied("signature verification failed").reply());

    private final Random random;
    private volatile Faults faults;

    public FaultSource(Faults faults, long seed) {
        this.faults = faults;
        this.random = new Random(seed);
    }

    /** The connection was cut; there is no answer. */
    static final class Cut extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Cut() {
            super("cut on purpose", null, false, false);
        }
    }

    public void set(Faults rates) {
        faults = rates;
    }

    public Faults get() {
        return faults;
    }

    /** Plays what comes before the route itself. */
    Optional<Reply> before(Call call, Route route) {
        Optional<Fault> fault = draw(call, Fault.Side.STORAGE);
        if (route.body() == Route.Body.FILE
                && draw(call, Fault.Side.STORAGE_UPLOAD).equals(Optional.of(Fault.UPLOAD_CUT))) {
            cutWithin(call);
        }
        return fault.flatMap(this::play);
    }

    /** Whether the upload that has just been stored must look lost to its sender. */
    void afterUpload(Call call) {
        if (draw(call, Fault.Side.STORAGE_UPLOAD).equals(Optional.of(Fault.UPLOAD_ANSWER_LOST))) {
            cut(call);
        }
    }

    boolean expiresAtOnce(Call call) {
        return draw(call, Fault.Side.STORAGE_SIGN).isPresent();
    }

    private Optional<Fault> draw(Call call, Fault.Side side) {
        Optional<String> asked = call.header(HEADER);
        return asked.isPresent()
                ? asked.flatMap(Fault::of).filter(fault -> fault.side() == side)
                : faults.draw(side, random);
    }

    private Optional<Reply> play(Fault fault) {
        if (fault == Fault.STORAGE_SLOW) {
            pause();
        }
        return Optional.ofNullable(ANSWERS.get(fault));
    }

    private static void pause() {
        try {
            Thread.sleep(SLOW);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Half of what was announced is read, so that the sender is cut while it sends. */
    private static void cutWithin(Call call) {
        try {
            InputStream in = call.stream();
            in.skipNBytes(Math.max(0, call.length() / 2));
        } catch (IOException _) {
            // it was shorter
        }
        cut(call);
    }

    private static void cut(Call call) {
        call.request().getConnectionMetaData().getConnection().getEndPoint().close();
        throw new Cut();
    }
}
