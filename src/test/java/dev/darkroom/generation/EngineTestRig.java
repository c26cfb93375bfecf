package dev.darkroom.generation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.app.EngineServices;
import dev.darkroom.app.ServiceEndpoints;
import dev.darkroom.database.DatabaseSettings;
import dev.darkroom.database.writer.GroupCommitWriter;
import dev.darkroom.fal.FalSettings;
import dev.darkroom.generation.engine.ConcurrencyLimiter;
import dev.darkroom.generation.engine.EngineSettings;
import dev.darkroom.generation.engine.EngineWakeups;
import dev.darkroom.generation.engine.GenerationEngine;
import dev.darkroom.generation.engine.GenerationRunRepository;
import dev.darkroom.generation.engine.RunContext;
import dev.darkroom.http.outbound.OutboundPolicy;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.sandbox.fal.FalSandbox;
import dev.darkroom.sandbox.fault.SandboxFault;
import dev.darkroom.sandbox.storage.StorageSandbox;
import dev.darkroom.storage.StoredFile;
import dev.darkroom.storage.supabase.StorageBucket;
import dev.darkroom.storage.supabase.SupabaseSettings;
import dev.darkroom.storage.upload.ResultFileCache;
import dev.darkroom.storage.upload.StorageService;
import dev.darkroom.suite.SuiteOutput;
import dev.darkroom.system.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import okhttp3.Request;
import okhttp3.Response;

/** A whole Darkroom on both stand-ins and a real database, fast enough for tests. */
public final class EngineTestRig implements AutoCloseable {
    public static final String PICTURE = "fal-ai/flux/schnell";
    public static final String FILM = "fal-ai/kling-video/v2.5-turbo/pro/text-to-video";
    public static final String SOUND = "fal-ai/stable-audio";
    public static final String USER = "ana.kovac";

    final FalSandbox fal;
    public final StorageSandbox storage;
    public final EngineServices darkroom;
    private final Path folder;

    EngineTestRig(DatabaseSettings database, EngineSettings settings) {
        this(database, settings, 1);
    }

    /** @param limits how many times sooner than at the real fal.ai something is too long */
    EngineTestRig(DatabaseSettings database, EngineSettings settings, double limits) {
        try {
            folder = Files.createTempDirectory("rig");
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
        fal = FalSandbox.start(dev.darkroom.sandbox.fal.FalSandboxSettings.defaults()
                .withSpeed(200)
                .withPictureScale(0.2)
                .withDirectory(folder.resolve("fal")));
        storage = StorageSandbox.in(folder.resolve("storage")).start();
        darkroom = new EngineServices(
                new ServiceEndpoints(
                        database,
                        new FalSettings(URI.create(fal.url()), URI.create(fal.url() + "/v1"), fal.key()),
                        SupabaseSettings.of(storage.url().toString(), storage.serviceKey(), "generations")),
                settings,
                limits,
                folder.resolve("temporary"));
        darkroom.storage.buckets().ensure("generations", StorageBucket.Rules.PRIVATE);
        if (darkroom.ledger.balance(USER).isEmpty()) {
            darkroom.ledger.grant(USER, 100_000, "test purse", "test");
        }
        darkroom.engine.start();
    }

    static EngineSettings impatient() {
        return impatient(200, Duration.ofSeconds(2));
    }

    static EngineSettings impatient(int capacity, Duration patience) {
        return new EngineSettings(
                capacity,
                Duration.ofHours(1),
                patience,
                Duration.ofSeconds(6),
                Duration.ofMillis(50),
                Duration.ofMillis(200),
                Duration.ofSeconds(20),
                Duration.ofSeconds(1),
                true);
    }

    /** What single runs of an engine with this id use. */
    public RunContext.EngineResources resources(UUID engine, GroupCommitWriter writer) {
        Path results = folder.resolve("results");
        return new RunContext.EngineResources(
                darkroom.fal,
                new StorageService(
                        darkroom.http,
                        OutboundPolicy.of(URI.create(fal.url())),
                        darkroom.storage,
                        darkroom.files,
                        new ResultFileCache(results, 1_000_000),
                        results,
                        1_000_000),
                darkroom.files,
                new GenerationRunRepository(writer, darkroom.events, EngineName.of(engine)),
                darkroom.circuitBreaker,
                impatient(),
                darkroom.generations,
                new ConcurrencyLimiter(1),
                new ConcurrencyLimiter(1));
    }

    /** An engine beside the rig's own one, with other runs. */
    GenerationEngine engineOf(Function<Generation, Runnable> runs) {
        return new GenerationEngine(
                impatient(),
                darkroom.engines,
                darkroom.generations,
                darkroom.circuitBreaker,
                new EngineWakeups(darkroom.database.notifications(), darkroom.events),
                darkroom.events,
                _ -> (generation, _) -> runs.apply(generation));
    }

    /** Asks for a generation with a fault of its own; the seed keeps each one apart. */
    public UUID ask(String model, String prompt, SandboxFault... faults) {
        ObjectNode input = darkroom.models.require(model).defaultInput().deepCopy();
        input.put(darkroom.models.require(model).promptField(), prompt);
        if (faults.length > 0) {
            input.put("sandbox_fault", faults[0].word());
        }
        return created(new GenerationRequest(USER, model, input, "test"));
    }

    UUID created(GenerationRequest request) {
        GenerationCreationResult creation = darkroom.service.create(request);
        assertThat(creation).isInstanceOf(GenerationCreationResult.Created.class);
        return ((GenerationCreationResult.Created) creation).generation();
    }

    public Generation await(UUID id) {
        return await(id, generation -> generation.status().isFinal() || generation.hold() != null);
    }

    /** Waits by the engine's events, with a look at the row for each. */
    public Generation await(UUID id, Predicate<Generation> condition) {
        Instant until = Instant.now().plusSeconds(60);
        while (Instant.now().isBefore(until)) {
            CountDownLatch changed = new CountDownLatch(1);
            try (var _ = darkroom.events.subscribe(_ -> changed.countDown())) {
                Generation generation = darkroom.generations.find(id).orElseThrow();
                if (condition.test(generation)) {
                    return generation;
                }
                if (!changed.await(1, TimeUnit.SECONDS)) {
                    continue;
                }
            } catch (InterruptedException exception) {
                throw new AssertionError(exception);
            }
        }
        throw new AssertionError("Still not so: "
                + darkroom.generations.find(id).orElseThrow() + "\n" + darkroom.generations.timeline(id));
    }

    ObjectNode input(String json) {
        return (ObjectNode) JsonMapping.parse(json);
    }

    /** The row, the object and its hash, and the signed url that opens. */
    public void assertStored(Generation generation) throws Exception {
        var files = darkroom.files.ofGeneration(generation.id());
        assertThat(files).isNotEmpty();
        for (StoredFile file : files) {
            if (file.state() == StoredFile.State.STORED) {
                Path object = storage.file("generations", file.path()).orElseThrow();
                assertThat(sha256(object)).isEqualTo(file.sha256());
            }
        }
        try (Response response = darkroom.http
                .client()
                .newCall(new Request.Builder()
                        .url(generation.media().url().toString())
                        .build())
                .execute()) {
            assertThat(response.code()).isEqualTo(200);
        }
    }

    void assertNoMismatch() {
        assertThat(darkroom.database.<java.util.List<String>>read(
                        handle -> handle.createQuery("select user_id || ': ' || what from credit_mismatch")
                                .mapTo(String.class)
                                .list()))
                .isEmpty();
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    @Override
    public void close() {
        darkroom.close();
        storage.close();
        fal.close();
        try {
            SuiteOutput.searchFolder(folder, "EngineTestRig");
            PrivateFiles.deleteFolder(folder);
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }
}
