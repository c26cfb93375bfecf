package dev.darkroom.database;

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

/** One embedded server for all tests of this JVM, without fsync; gone, with its folder, when the JVM ends. */
final class TestServer {
    /** Where the programs of PostgreSQL are unpacked once for all test runs. */
    static final Path CACHE = Path.of("target", "postgres-cache");

    private static final String TEMPLATE = "darkroom_template";
    private static final String FOLDER = "test-postgres-";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final EmbeddedPostgres server;

    private TestServer() {
        Path folder = Path.of("target", FOLDER + ProcessHandle.current().pid());
        removeLeftovers();
        server = EmbeddedPostgres.start(folder, CACHE, Durability.TESTS, _ -> {});
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            server.close();
            delete(folder);
        }));
        administer("create database " + TEMPLATE);
        Database.open(settings(TEMPLATE)).close();
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
        DatabaseSettings own = server.settings();
        String url = own.url().substring(0, own.url().lastIndexOf('/') + 1) + database;
        return DatabaseSettings.of(url, own.user(), own.password()).withTimeZone("Asia/Kathmandu");
    }

    void drop(DatabaseSettings settings) {
        String address = settings.address();
        administer("drop database if exists " + address.substring(address.lastIndexOf('/') + 1) + " with (force)");
    }

    private DatabaseSettings newDatabase(String options) {
        String name = "test_" + NUMBER.incrementAndGet();
        administer("create database " + name + " " + options);
        return settings(name);
    }

    private void administer(String sql) {
        try (Connection connection = Pools.connect(server.settings());
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
            Owner.deleteFolder(folder);
        } catch (IOException exception) {
            System.err.println("Left behind: " + folder + " (" + exception.getMessage() + ")");
        }
    }
}
