package dev.darkroom.sandbox.fal;

import dev.darkroom.sandbox.fault.FaultRates;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A stand-in for fal.ai on 127.0.0.1: the queue at the root, the Platform API below {@code /v1}, files below
 * {@code /files}, and its own controls below {@code /sandbox}. It makes real media and keeps books of what it accepted.
 */
public final class FalSandbox implements AutoCloseable {
    private final FalSandboxSettings settings;
    private final FalServer server;

    private FalSandbox(FalSandboxSettings settings, FalServer server) {
        this.settings = settings;
        this.server = server;
    }

    /**
     * Answers when this returns.
     *
     * @throws IllegalStateException with a sentence for a person when the port cannot be had
     */
    public static FalSandbox start(FalSandboxSettings settings) {
        try {
            return new FalSandbox(settings, new FalServer(settings));
        } catch (IOException exception) {
            throw new UncheckedIOException(
                    "The folder of the fal.ai stand-in cannot be used: " + exception.getMessage(), exception);
        }
    }

    /** Without a slash at the end; the same for the queue and the files, with {@code /v1} for the Platform API. */
    public String url() {
        return server.url();
    }

    /** The key that is accepted, {@code id:secret}. */
    public String key() {
        return settings.key();
    }

    public RequestLedger books() {
        return server.books();
    }

    public FaultRates faults() {
        return server.faults();
    }

    /** From the next request on. */
    public void faults(FaultRates faults) {
        server.faults(faults);
    }

    /** Refuses every submit with a 403 that names the reason, until {@link #unlock}. */
    public void lock(String reason) {
        server.lock(reason);
    }

    public void unlock() {
        server.lock(null);
    }

    /** Requests that have not ended go on at the next start, when there is a directory. */
    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException exception) {
            throw new UncheckedIOException("The fal.ai stand-in did not end cleanly", exception);
        }
    }
}
