package dev.darkroom.app;

import dev.darkroom.doctor.DoctorService;
import dev.darkroom.generation.engine.EngineRegistry;
import dev.darkroom.generation.engine.EngineSettings;
import dev.darkroom.generation.engine.GenerationEngine;
import dev.darkroom.logging.LoggingService;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.sharedlog.SharedLogPublisher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open connection: its reading services, its {@code EngineServices} unless it is read-only, and for the sandbox its
 * database and stand-ins. A read-only connection has nothing that writes: no writer, no actions, no engine, no maintenance,
 * and it runs no migration.
 */
public final class ConnectionSession implements AutoCloseable {
    /** Makes the stand-in's videos take a few seconds instead of minutes. */
    static final double CONSOLE_SPEED = 12;

    /** Timeout for closing, because an unresponsive database must not hold up the shutdown. */
    private static final Duration CLOSING = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionSession.class);
    private static final int SANDBOX_CAPACITY = 40;
    private static final int MAX_HOST_LENGTH = 40;

    private final ConnectionProfile connection;
    private final @Nullable SandboxServices sandbox;
    private final ReadServices reads;
    private final @Nullable EngineServices services;
    private @Nullable Runnable share;
    private @Nullable Runnable watch;

    private ConnectionSession(
            ConnectionProfile connection, @Nullable SandboxServices sandbox, EngineServices darkroom) {
        this.connection = connection;
        this.sandbox = sandbox;
        this.services = darkroom;
        this.reads = darkroom.reads;
    }

    private ConnectionSession(ConnectionProfile connection, ReadServices reads) {
        this.connection = connection;
        this.sandbox = null;
        this.services = null;
        this.reads = reads;
    }

    /** Opens a connection, reporting slow steps to {@code progress}. Failures are exceptions with one sentence. */
    public static ConnectionSession open(
            ConnectionResolver.Chosen chosen, AppDirectories folders, Consumer<CodedMessage> progress) {
        return open(chosen, folders, UnaryOperator.identity(), progress);
    }

    /** @param changes changes to the engine settings that are usual for this connection */
    public static ConnectionSession open(
            ConnectionResolver.Chosen chosen,
            AppDirectories folders,
            UnaryOperator<EngineSettings> changes,
            Consumer<CodedMessage> progress) {
        return chosen.connection().isSandbox()
                ? openSandbox(
                        chosen.connection(), folders, changes.apply(EngineSettings.sandbox(SANDBOX_CAPACITY)), progress)
                : openServices(chosen, folders, changes.apply(EngineSettings.DEFAULT), progress);
    }

    private static ConnectionSession openSandbox(
            ConnectionProfile connection,
            AppDirectories folders,
            EngineSettings settings,
            Consumer<CodedMessage> progress) {
        SandboxServices services = new SandboxServices(
                sandboxFolder(folders), folders.cache(), CONSOLE_SPEED, System.nanoTime(), progress);
        try {
            progress.accept(CodedMessage.of("progress.open"));
            return new ConnectionSession(
                    connection,
                    services,
                    services.openEngine(settings, folders.data().resolve("results")));
        } catch (RuntimeException failure) {
            services.close();
            throw failure;
        }
    }

    static Path sandboxFolder(AppDirectories folders) {
        return folders.data().resolve("sandbox");
    }

    private static ConnectionSession openServices(
            ConnectionResolver.Chosen chosen,
            AppDirectories folders,
            EngineSettings settings,
            Consumer<CodedMessage> progress) {
        progress.accept(CodedMessage.of("progress.connect", chosen.connection().name()));
        if (chosen.connection().readOnly()) {
            return new ConnectionSession(
                    chosen.connection(), ReadServices.readOnly(ConnectionResolver.readAddresses(chosen), settings));
        }
        return new ConnectionSession(
                chosen.connection(),
                null,
                new EngineServices(
                        ConnectionResolver.addresses(chosen),
                        settings,
                        1,
                        folders.data().resolve("results")));
    }

    public ConnectionProfile connection() {
        return connection;
    }

    public ReadServices reads() {
        return reads;
    }

    /** The writing services; empty on a read-only connection. */
    public Optional<EngineServices> services() {
        return Optional.ofNullable(services);
    }

    /** @throws SettingsException with one sentence, on a read-only connection */
    public GenerationEngine engine() {
        return services()
                .orElseThrow(() -> new SettingsException(CodedMessage.of("connection.reads", connection.name())))
                .engine;
    }

    /** Checks everything, but can repair only on a writable connection. */
    public DoctorService doctor() {
        EngineServices writes = services;
        return new DoctorService(
                reads.database,
                new DoctorService.Reads(reads.storage, reads.models, reads.queries, reads.credits, reads.files),
                writes == null
                        ? null
                        : new DoctorService.Operator(
                                writes.database, writes.fal, writes.actions, writes.signedUrls, writes.ledger));
    }

    public Optional<SandboxServices> sandbox() {
        return Optional.ofNullable(sandbox);
    }

    /** Starts copying the log of this process to the database, if the connection is configured to share logs. */
    public void shareLogs(LoggingService logging) {
        if (services != null && connection.sharesLogs() && share == null) {
            SharedLogPublisher started =
                    SharedLogPublisher.start(services.database.settings(), services.engine.name() + "@" + host());
            logging.add(started);
            share = () -> {
                logging.remove(started);
                started.close();
            };
        }
    }

    /** Starts watching this process's error bursts and the disk of its log for alerts. */
    public void watchLogs(LoggingService logging) {
        if (services != null && watch == null) {
            watch = services.alertMonitor.watch(logging);
        }
    }

    /** The host name, made safe for log lines, where "run-" introduces a generation. */
    private static String host() {
        String name = EngineRegistry.host().replaceAll("[^A-Za-z0-9.-]", "_").replace("run-", "run_");
        return name.substring(0, Math.min(MAX_HOST_LENGTH, name.length()));
    }

    /** Waits at most ten seconds for the engine to hand back its generations; other engines take over the rest. */
    @Override
    public void close() {
        Thread closing =
                Thread.ofVirtual().name("session-close").start(services == null ? reads::close : services::close);
        try {
            if (!closing.join(CLOSING)) {
                LOG.warn(
                        "The connection could not be closed within {} s; other engines notice and go on",
                        CLOSING.toSeconds());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        if (watch != null) {
            watch.run();
        }
        if (share != null) {
            share.run(); // only now, so that it includes the engine's last log lines
        }
        if (sandbox != null) {
            sandbox.close();
        }
    }
}
