package dev.darkroom.sandbox.fal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.sandbox.fal.FalWebhookSender.WebhookSigningKey;
import dev.darkroom.sandbox.fal.job.FalQueue;
import dev.darkroom.sandbox.fal.job.FileStore;
import dev.darkroom.sandbox.fal.job.JobProduction;
import dev.darkroom.sandbox.fal.job.WorkPace;
import dev.darkroom.sandbox.fault.FaultInjector;
import dev.darkroom.sandbox.fault.FaultRates;
import dev.darkroom.sandbox.fault.SandboxControl;
import dev.darkroom.sandbox.http.SandboxReply;
import dev.darkroom.sandbox.http.SandboxServer;
import dev.darkroom.sandbox.media.MediaFactory;
import dev.darkroom.system.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A stand-in for fal.ai on 127.0.0.1: the queue at the root, the Platform API under {@code /v1}, files under {@code /files},
 * and its own controls under {@code /sandbox}. It produces real media and records every accepted request.
 */
public final class FalSandbox implements AutoCloseable {
    private final FalSandboxSettings settings;
    private final Path folder;
    private final SandboxServer server;
    private final FaultInjector faults;
    private final FalAccount account;
    private final FalQueue queue;
    private final FalWebhookSender webhooks;

    private FalSandbox(FalSandboxSettings settings) throws IOException {
        this.settings = settings;
        @Nullable Path kept = settings.directory();
        this.folder = kept == null ? Files.createTempDirectory("darkroom-fal") : kept;
        this.faults = new FaultInjector(settings.seed(), settings.faults());
        InstantSource clock = () -> settings.clock().instant().truncatedTo(ChronoUnit.MILLIS); // fal.ai's precision
        WorkPace pace = new WorkPace(settings.seed(), settings.speed());
        FileStore files = new FileStore(folder.resolve("files"));
        MediaFactory media = new MediaFactory(PrivateFiles.createFolder(folder.resolve("made")));
        JobProduction production = new JobProduction(media, files, settings.seed(), settings.pictureScale());
        WebhookSigningKey webhookKey = new WebhookSigningKey(settings.seed());
        this.webhooks = new FalWebhookSender(webhookKey, clock, pace);
        this.server = new SandboxServer("fal.ai", settings.port());
        this.queue = new FalQueue(
                clock, pace, settings.concurrency(), production, files, job -> webhooks.ended(job, server.url()));
        queue.start(folder.resolve("journal.jsonl"));
        this.account = new FalAccount(settings.key(), clock);
        server.start(new FalRouter(account, server.url(), queue, files, faults, control(), webhookKey));
    }

    /**
     * Starts the stand-in, which accepts requests once this returns.
     *
     * @throws IllegalStateException with a sentence for the user when the port is in use
     */
    public static FalSandbox start(FalSandboxSettings settings) {
        try {
            return new FalSandbox(settings);
        } catch (IOException exception) {
            throw new UncheckedIOException(
                    "The folder of the fal.ai stand-in cannot be used: " + exception.getMessage(), exception);
        }
    }

    private SandboxControl control() {
        return new SandboxControl(faults)
                .with("GET books", _ -> JsonMapping.MAPPER.valueToTree(ledger()))
                .with("POST lock", body -> lockState(body.path("reason").asText(FalAccount.DEFAULT_REASON)))
                .with("POST unlock", _ -> lockState(null));
    }

    private JsonNode lockState(@Nullable String reason) {
        account.lock(reason);
        return SandboxReply.object().put("locked", reason != null).put("reason", reason);
    }

    /**
     * The base URL without a trailing slash; used as is for the queue and the files, and with {@code /v1} for the Platform API.
     */
    public String url() {
        return server.url();
    }

    /** The accepted key, {@code id:secret}. */
    public String key() {
        return settings.key();
    }

    public RequestLedger ledger() {
        return new RequestLedger(queue.readAll(RequestLedger.Entry::of));
    }

    public FaultRates faults() {
        return faults.rates();
    }

    /** Sets the fault rates from the next request on. */
    public void faults(FaultRates rates) {
        faults.set(rates);
    }

    /** Makes every submit fail with a 403 that gives the reason, until {@link #unlock}. */
    public void lock(String reason) {
        account.lock(reason);
    }

    public void unlock() {
        account.lock(null);
    }

    /** With a configured directory, unfinished requests continue at the next start. */
    @Override
    public void close() {
        server.close();
        webhooks.close();
        queue.close();
        if (settings.directory() == null) {
            try {
                PrivateFiles.deleteFolder(folder);
            } catch (IOException exception) {
                throw new UncheckedIOException("The fal.ai stand-in did not end cleanly", exception);
            }
        }
    }
}
