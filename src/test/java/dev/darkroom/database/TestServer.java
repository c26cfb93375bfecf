package dev.darkroom.database;

import dev.darkroom.database.embedded.DurabilityLevel;
import dev.darkroom.database.embedded.EmbeddedPostgres;
import dev.darkroom.system.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * One server for all tests of this JVM: an embedded one without fsync, deleted with its folder when the JVM exits, or with
 * {@code -Dtest.database.url=postgresql://user:password@host:port/database} the server at that address, which keeps nothing of
 * the tests either.
 */
public final class TestServer {
    /** Where the programs of PostgreSQL are unpacked once for all test runs. */
    public static final Path CACHE = Path.of("target", "postgres-cache");

    private static final String ADDRESS = System.getProperty("test.database.url", "");
    private static final String FOLDER = "test-postgres-";
    private static final AtomicInteger NUMBER = new AtomicInteger();
    /** Test runs that share a server of somebody else do not meet. */
    private static final String PREFIX =
            "darkroom_test_" + ProcessHandle.current().pid() + "_";

    private static final String TEMPLATE = PREFIX + "template";

    private final DatabaseSettings administrator;

    private TestServer() {
        administrator = ADDRESS.isEmpty() ? startEmbedded() : DatabaseSettings.of(ADDRESS);
        administer("create database " + TEMPLATE);
        if (!ADDRESS.isEmpty()) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> administer("drop database " + TEMPLATE)));
        }
        Database.open(settings(TEMPLATE)).close();
    }

    private static DatabaseSettings startEmbedded() {
        Path folder = Path.of("target", FOLDER + ProcessHandle.current().pid());
        removeLeftovers();
        EmbeddedPostgres server = EmbeddedPostgres.start(folder, CACHE, DurabilityLevel.TESTS, _ -> {});
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            server.close();
            delete(folder);
        }));
        return server.settings();
    }

    private static final class Holder {
        private static final TestServer SERVER = new TestServer();
    }

    static TestServer get() {
        return Holder.SERVER;
    }

    /** A database with the schema and nothing in it. */
    DatabaseSettings migratedDatabase() {
        return newDatabase("template " + TEMPLATE);
    }

    DatabaseSettings emptyDatabase() {
        return newDatabase("");
    }

    /** With sessions in a time zone that shows every place where local time crept in. */
    private DatabaseSettings settings(String database) {
        String url = administrator.url().replaceFirst("/[^/?]+(\\?|$)", "/" + database + "$1");
        return DatabaseSettings.of(url, administrator.user(), administrator.password())
                .withTimeZone("Asia/Kathmandu");
    }

    void drop(DatabaseSettings settings) {
        String address = settings.address();
        administer("drop database if exists " + address.substring(address.lastIndexOf('/') + 1) + " with (force)");
    }

    private DatabaseSettings newDatabase(String options) {
        String name = PREFIX + NUMBER.incrementAndGet();
        administer("create database " + name + " " + options);
        return settings(name);
    }

    private void administer(String sql) {
        try (Connection connection = ConnectionPools.connect(administrator);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException exception) {
            throw new IllegalStateException(exception);
        }
    }

    /** Of test runs that were killed; their servers have stopped by themselves. */
    private static void removeLeftovers() {
        try {
            Files.createDirectories(Path.of("target"));
            try (Stream<Path> files = Files.list(Path.of("target"))) {
                List<Path> old = files.filter(
                                file -> file.getFileName().toString().matches(FOLDER + "\\d+"))
                        .filter(file -> !isAlive(file))
                        .toList();
                old.forEach(TestServer::delete);
            }
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    private static boolean isAlive(Path folder) {
        long pid = Long.parseLong(folder.getFileName().toString().substring(FOLDER.length()));
        return ProcessHandle.of(pid).isPresent();
    }

    private static void delete(Path folder) {
        try {
            PrivateFiles.deleteFolder(folder);
        } catch (IOException exception) {
            System.err.println("Left behind: " + folder + " (" + exception.getMessage() + ")");
        }
    }
}
