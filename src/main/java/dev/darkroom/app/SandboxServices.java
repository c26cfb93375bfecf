package dev.darkroom.app;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.database.DatabaseException;
import dev.darkroom.database.embedded.DurabilityLevel;
import dev.darkroom.database.embedded.EmbeddedPostgres;
import dev.darkroom.fal.FalSettings;
import dev.darkroom.generation.engine.EngineSettings;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.logging.DefectReport;
import dev.darkroom.message.CodedError;
import dev.darkroom.message.CodedIoException;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.message.RefusedInputException;
import dev.darkroom.sandbox.fal.FalSandbox;
import dev.darkroom.sandbox.fault.FaultRates;
import dev.darkroom.sandbox.storage.StorageSandbox;
import dev.darkroom.storage.supabase.StorageBucket;
import dev.darkroom.storage.supabase.SupabaseSettings;
import dev.darkroom.system.PrivateFiles;
import dev.darkroom.system.ProcessLock;
import dev.darkroom.system.ThreadPause;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The services behind the sandbox connection: the embedded database and the two stand-ins, all below one folder. The user's
 * first process runs the stand-ins and others use them; when that process ends, another takes them over on the same ports,
 * because rows and links contain these.
 */
public final class SandboxServices implements AutoCloseable {
    public static final String BUCKET = "generations";

    private static final Logger LOG = LoggerFactory.getLogger(SandboxServices.class);
    private static final Duration TAKE_OVER = Duration.ofSeconds(2);
    private static final int TRIES = 50;

    private final Path folder;
    private final Path cache;
    private final double speed;
    private final long seed;
    private final Consumer<CodedMessage> progress;
    private EmbeddedPostgres postgres;
    private @Nullable ProcessLock lock;
    private @Nullable FalSandbox fal;
    private @Nullable StorageSandbox storage;
    private FaultRates faults = FaultRates.NONE;
    private @Nullable Thread watch;

    /**
     * @param speed how many times faster than the real models the stand-in for fal.ai works
     * @throws DatabaseException with one sentence, if the embedded database cannot be started
     */
    public SandboxServices(Path folder, Path cache, double speed, long seed, Consumer<CodedMessage> progress) {
        this.folder = folder;
        this.cache = cache;
        this.speed = speed;
        this.seed = seed;
        this.progress = progress;
        this.postgres = startPostgres();
        startStandIns();
    }

    private EmbeddedPostgres startPostgres() {
        return EmbeddedPostgres.start(database(folder), cache, DurabilityLevel.DURABLE, progress);
    }

    private void startStandIns() {
        try {
            progress.accept(CodedMessage.of("progress.stand.ins"));
            if (!takeOver()) {
                awaitOther();
                watch = Thread.ofVirtual().name("sandbox-watch").start(this::watch);
            }
        } catch (IOException exception) {
            close();
            throw new SettingsException(CodedMessage.of("sandbox.folder", folder, CodedError.of(exception)), exception);
        } catch (RuntimeException exception) {
            close();
            throw exception;
        }
    }

    static Path database(Path folder) {
        return folder.resolve("postgres");
    }

    /**
     * Opens the engine services of this sandbox. If an earlier version of Darkroom created the tables in a different form, the
     * old sandbox folder is renamed and an empty one started: its data is made up, so nobody should have to find and empty a
     * folder to continue.
     *
     * @param results folder for result files in transit or waiting for storage
     * @throws DatabaseException as for {@link EngineServices}
     */
    public EngineServices openEngine(EngineSettings settings, Path results) {
        EngineServices opened;
        try {
            opened = new EngineServices(addresses(), settings, speed, results);
        } catch (DatabaseException exception) {
            if (!exception.isOfOtherBuild()) {
                throw exception;
            }
            beginAnew();
            opened = new EngineServices(addresses(), settings, speed, results);
        }
        try {
            opened.storage.buckets().ensure(BUCKET, StorageBucket.Rules.PRIVATE);
            return opened;
        } catch (RuntimeException exception) {
            opened.close();
            throw exception;
        }
    }

    private synchronized void beginAnew() {
        if (lock == null) {
            throw new SettingsException(CodedMessage.of("sandbox.earlier", folder));
        }
        close();
        try {
            Path kept = unusedName();
            Files.move(folder, kept);
            progress.accept(CodedMessage.of("progress.sandbox.anew", kept));
            LOG.warn("The sandbox of an earlier build is kept in {}; starting with an empty one", kept);
        } catch (IOException exception) {
            throw new SettingsException(CodedMessage.of("sandbox.folder", folder, CodedError.of(exception)), exception);
        }
        postgres = startPostgres();
        startStandIns();
    }

    private Path unusedName() {
        Path name = folder.resolveSibling(folder.getFileName() + "-earlier");
        for (int number = 2; Files.exists(name); number++) {
            name = folder.resolveSibling(folder.getFileName() + "-earlier-" + number);
        }
        return name;
    }

    /** The addresses of all services, valid as long as this sandbox is open. */
    public ServiceEndpoints addresses() {
        JsonNode ports = ports().orElseThrow();
        String url = "http://127.0.0.1:" + ports.path("fal").asInt();
        StorageSandbox minting = storage;
        String key = minting != null
                ? minting.serviceKey()
                : ports.path("service_key").asText();
        return new ServiceEndpoints(
                postgres.settings(),
                new FalSettings(
                        URI.create(url),
                        URI.create(url + "/v1"),
                        dev.darkroom.sandbox.fal.FalSandboxSettings.SANDBOX_KEY),
                SupabaseSettings.of("http://127.0.0.1:" + ports.path("storage").asInt() + "/storage/v1", key, BUCKET));
    }

    /** Returns the stand-in for fal.ai if it runs in this process. */
    public synchronized Optional<FalSandbox> fal() {
        return Optional.ofNullable(fal);
    }

    /** Returns the stand-in for Supabase Storage if it runs in this process. */
    public synchronized Optional<StorageSandbox> storage() {
        return Optional.ofNullable(storage);
    }

    /**
     * Sets how often the stand-ins of this process fail.
     *
     * @throws RefusedInputException if they run in another process
     */
    public synchronized void faults(FaultRates rates) {
        if (fal == null || storage == null) {
            throw new RefusedInputException("sandbox.faults.elsewhere");
        }
        faults = rates;
        fal.faults(rates);
        storage.setFaults(rates);
    }

    /** The faults as a user types them. */
    public synchronized String faultsText() {
        return faults.text();
    }

    private synchronized boolean takeOver() throws IOException {
        if (lock == null) {
            lock = ProcessLock.tryTake(folder.resolve("sandbox.lock")).orElse(null);
        }
        if (lock == null) {
            return false;
        }
        int falPort = ports().map(p -> p.path("fal").asInt()).orElse(0);
        int storagePort = ports().map(p -> p.path("storage").asInt()).orElse(0);
        try {
            fal = startFal(falPort);
            storage = startStorage(storagePort);
            faults(faults);
            remember();
            return true;
        } catch (IOException | RuntimeException exception) {
            closeStandIns();
            throw exception;
        }
    }

    private FalSandbox startFal(int port) {
        var settings = dev.darkroom.sandbox.fal.FalSandboxSettings.defaults()
                .withSpeed(speed)
                .withSeed(seed)
                .withPictureScale(0.75)
                .withDirectory(folder.resolve("fal"));
        try {
            return FalSandbox.start(settings.withPort(port));
        } catch (RuntimeException taken) {
            LOG.warn("Port {} of the fal.ai stand-in is taken by another program, using another one", port);
            return FalSandbox.start(settings.withPort(0));
        }
    }

    private StorageSandbox startStorage(int port) {
        try {
            return StorageSandbox.in(folder.resolve("storage"))
                    .seed(seed)
                    .port(port)
                    .start();
        } catch (RuntimeException taken) {
            LOG.warn("Port {} of the Supabase Storage stand-in is taken by another program, using another one", port);
            return StorageSandbox.in(folder.resolve("storage")).seed(seed).start();
        }
    }

    private void remember() throws IOException {
        Path file = folder.resolve("sandbox.json");
        PrivateFiles.write(
                file,
                JsonMapping.write(Map.of(
                        "fal", URI.create(fal().orElseThrow().url()).getPort(),
                        "storage", storage().orElseThrow().url().getPort(),
                        "service_key", storage().orElseThrow().serviceKey())));
    }

    private Optional<JsonNode> ports() {
        try {
            return Optional.of(JsonMapping.parse(Files.readString(folder.resolve("sandbox.json"))));
        } catch (IOException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private void awaitOther() throws IOException {
        for (int i = 0; i < TRIES && ports().isEmpty(); i++) {
            ThreadPause.of(Duration.ofMillis(100));
        }
        if (ports().isEmpty()) {
            throw new CodedIoException(CodedMessage.of("sandbox.held"));
        }
    }

    private void watch() {
        while (!Thread.currentThread().isInterrupted() && ThreadPause.of(TAKE_OVER)) {
            try {
                if (takeOver()) {
                    LOG.info("The process that ran the stand-ins has ended; this one takes them over");
                    return;
                }
            } catch (IOException | RuntimeException exception) {
                LOG.warn("The stand-ins could not be taken over: {}", exception.getMessage());
            } catch (Error error) {
                DefectReport.outlived(LOG, "Taking over the stand-ins", error);
            }
        }
    }

    @Override
    public synchronized void close() {
        if (watch != null) {
            watch.interrupt();
            watch = null;
        }
        closeStandIns();
        try {
            if (lock != null) {
                lock.close();
                lock = null;
            }
        } catch (IOException exception) {
            LOG.warn("The sandbox lock could not be released: {}", exception.getMessage());
        }
        postgres.close();
    }

    private void closeStandIns() {
        if (storage != null) {
            storage.close();
            storage = null;
        }
        if (fal != null) {
            fal.close();
            fal = null;
        }
    }
}
