package dev.darkroom.database;

import com.zaxxer.hikari.HikariDataSource;
import dev.darkroom.database.embedded.DurabilityLevel;
import dev.darkroom.database.embedded.EmbeddedPostgres;
import dev.darkroom.database.writer.GroupCommitWriter;
import dev.darkroom.system.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A durable server for benchmarks, with the resource usage of its processes. */
public final class BenchServer implements AutoCloseable {
    private static final Path FOLDER = Path.of("target", "bench-postgres");
    private static final long TICKS_A_SECOND = 100;

    /** What fills a database. */
    @FunctionalInterface
    public interface Load {
        void run() throws Exception;
    }

    private final EmbeddedPostgres server;
    private int number;

    public BenchServer() throws IOException {
        if (Files.exists(FOLDER)) {
            PrivateFiles.deleteFolder(FOLDER);
        }
        server = EmbeddedPostgres.start(
                FOLDER, Path.of("target", "postgres-programs"), DurabilityLevel.DURABLE, _ -> {});
    }

    /** The only database, with the schema and nothing in it, on a server that has nothing left to tidy up. */
    public DatabaseSettings fresh() throws SQLException {
        execute(server.settings(), "drop database if exists bench_" + number + " with (force)");
        return beside("bench_" + ++number);
    }

    /** One that stays beside others. */
    public DatabaseSettings beside(String name) throws SQLException {
        DatabaseSettings own = server.settings();
        execute(own, "create database " + name);
        DatabaseSettings fresh = DatabaseSettings.of(
                own.url().substring(0, own.url().lastIndexOf('/') + 1) + name, own.user(), own.password());
        Database.open(fresh).close();
        execute(own, "checkpoint");
        return fresh.withPools(24, 3);
    }

    /** Work that is not measured and writes much: without a checkpoint for every gigabyte. */
    public void load(Load work) throws Exception {
        DatabaseSettings own = server.settings();
        execute(own, "alter system set max_wal_size = '32GB'");
        execute(own, "alter system set checkpoint_timeout = '1h'");
        execute(own, "select pg_reload_conf()");
        work.run();
        execute(own, "alter system reset all");
        execute(own, "select pg_reload_conf()");
        execute(own, "checkpoint");
    }

    private static void execute(DatabaseSettings settings, String sql) throws SQLException {
        try (Connection connection = ConnectionPools.connect(settings);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** A connection of its own, as any program would open it. */
    public static Connection connect(DatabaseSettings settings) throws SQLException {
        Connection connection = ConnectionPools.connect(settings);
        connection.setSchema(Database.SCHEMA);
        return connection;
    }

    /** Connections for another program. */
    public static HikariDataSource pool(DatabaseSettings settings, int size) {
        return ConnectionPools.engine(settings.withPools(size, 1));
    }

    /** A writer that gives every write a transaction of its own, as programs without group commit do. */
    public static GroupCommitWriter oneByOne(Database database, int lanes) {
        return GroupCommitWriter.open(database.settings(), lanes, 1, GroupCommitWriter.LOCK_LIMIT);
    }

    /** Processor time of all server processes that live, and of those that the main one has seen end. */
    public static Duration cpu() throws IOException {
        long ticks = 0;
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            for (Path process : processes.toList()) {
                ticks += ticks(process);
            }
        }
        return Duration.ofMillis(ticks * 1000 / TICKS_A_SECOND);
    }

    private static long ticks(Path process) {
        try {
            String stat = Files.readString(process.resolve("stat"));
            if (!stat.contains("(postgres)")
                    || !Files.readSymbolicLink(process.resolve("cwd"))
                            .toString()
                            .contains(FOLDER.getFileName().toString())) {
                return 0;
            }
            List<String> fields =
                    List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
            return Stream.of(11, 12, 13, 14)
                    .mapToLong(i -> Long.parseLong(fields.get(i)))
                    .sum();
        } catch (IOException _) {
            return 0;
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
