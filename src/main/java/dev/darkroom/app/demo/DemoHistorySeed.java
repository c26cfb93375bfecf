package dev.darkroom.app.demo;

import dev.darkroom.database.ConnectionPools;
import dev.darkroom.database.Database;
import dev.darkroom.database.DatabaseException;
import dev.darkroom.database.DatabaseSettings;
import dev.darkroom.database.embedded.DurabilityLevel;
import dev.darkroom.database.embedded.EmbeddedPostgres;
import dev.darkroom.fal.catalog.ModelCatalog;
import dev.darkroom.generation.ModelRepository;
import dev.darkroom.metric.MetricRollup;
import dev.darkroom.system.PrivateFiles;
import dev.darkroom.system.ProcessLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * Fills an empty database with two months of service history. Writes all rows, followed by the keys and indexes, in one
 * transaction, so that an interrupted run leaves the database unchanged.
 */
public final class DemoHistorySeed {
    private static final int STRIDE = 50_000;
    private static final int USERS = 500;
    private static final Duration SPAN = Duration.ofDays(60);
    /** Time for the last generations to end. */
    private static final Duration REST = Duration.ofMinutes(15);

    private static final int MAX_OPEN = 300;
    private static final int OPEN_PART = 1_000;

    private final DemoHistoryRows.Extent extent;
    private final Consumer<String> progress;

    /** @param progress receives a short progress message */
    public DemoHistorySeed(long rows, Consumer<String> progress) {
        this(
                new DemoHistoryRows.Extent(rows, USERS, SPAN, Math.toIntExact(Math.min(MAX_OPEN, rows / OPEN_PART))),
                progress);
    }

    public DemoHistorySeed(DemoHistoryRows.Extent extent, Consumer<String> progress) {
        this.extent = extent;
        this.progress = progress;
    }

    /**
     * Fills the sandbox in this folder.
     *
     * @throws IllegalStateException with one sentence, if the sandbox is in use or not empty
     */
    public void fillSandbox(Path folder, Path cache) {
        try {
            PrivateFiles.createFolder(folder);
            try (ProcessLock _ = ProcessLock.tryTake(folder.resolve("sandbox.lock"))
                            .orElseThrow(() -> new IllegalStateException("Another Darkroom is open on the sandbox in "
                                    + folder + "; close it, or set DARKROOM_HOME to another folder."));
                    EmbeddedPostgres server = EmbeddedPostgres.start(
                            folder.resolve("postgres"),
                            cache,
                            DurabilityLevel.DURABLE,
                            step -> progress.accept(step.english()))) {
                fill(server.settings());
            }
        } catch (IOException exception) {
            throw new UncheckedIOException(
                    "The sandbox folder " + folder + " cannot be used: " + exception.getMessage(), exception);
        }
    }

    /** @throws IllegalStateException with one sentence, if the database is not empty */
    public void fill(DatabaseSettings settings) {
        fillRows(settings);
        try (Database database = Database.open(settings)) {
            sumUp(database);
        }
    }

    /** The same without summing up the figures. */
    public void fillRows(DatabaseSettings settings) {
        try (Database database = Database.open(settings)) {
            new ModelRepository(database).save(ModelCatalog.builtIn());
        }
        // A connection outside the pools, so that a statement may exceed the timeout for a silent network.
        try (Connection connection = ConnectionPools.connect(settings)) {
            connection.setSchema(Database.SCHEMA);
            try (Handle handle = Jdbi.open(connection)) {
                handle.useTransaction(this::rows);
                progress.accept("Tidying up and gathering statistics");
                handle.execute("vacuum analyze");
            }
        } catch (SQLException | JdbiException exception) {
            throw DatabaseException.of(exception);
        }
    }

    private void rows(Handle handle) {
        Instant end = Instant.now().minus(REST);
        refuseUnlessEmpty(handle);
        handle.execute("set local maintenance_work_mem = '512MB'");
        handle.execute("set local work_mem = '256MB'");
        DemoHistoryRows history = new DemoHistoryRows(extent, end);
        history.begin(handle);
        List<String> indexes = DemoHistoryRows.dropIndexes(handle);
        for (long from = 0; from < extent.rows(); from += STRIDE) {
            long to = Math.min(extent.rows(), from + STRIDE);
            history.write(handle, from, to);
            progress.accept(String.format(Locale.ROOT, "Wrote %,d of %,d generations", to, extent.rows()));
        }
        DemoHistoryRows.end(handle);
        for (int i = 0; i < indexes.size(); i++) {
            progress.accept("Making key or index " + (i + 1) + " of " + indexes.size());
            handle.execute(indexes.get(i));
        }
        DemoHistorySql.BY_HAND.forEach(handle::execute);
    }

    private static void refuseUnlessEmpty(Handle handle) {
        if (handle.createQuery("select exists(select from generation) or exists(select from account)")
                .mapTo(Boolean.class)
                .one()) {
            throw new IllegalStateException(
                    "The sandbox is not empty, and what is in it stays; set DARKROOM_HOME to a new folder for these rows.");
        }
    }

    /** Works like the engines, which complete the rest if this is interrupted. */
    private void sumUp(Database database) {
        progress.accept("Summing up the figures of " + extent.span().toDays() + " days");
        while (database.inTransaction(MetricRollup::stepAtOnce)) {
            // several hours per step
        }
    }
}
