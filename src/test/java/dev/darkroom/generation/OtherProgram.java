package dev.darkroom.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.database.Database;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;

/** Another program: a separate login with exactly the privileges that the document grants. */
final class OtherProgram implements AutoCloseable {
    /** A login is one of the whole server, which other test processes may share. */
    static final String ROLE = "shop_backend_" + ProcessHandle.current().pid();

    static final String PASSWORD = "choose-one";

    private final Database database;

    OtherProgram(Database database) {
        this.database = database;
        database.useTransaction(handle -> {
            for (String statement : OtherPrograms.sql("grants")) {
                handle.execute(statement.replace("shop_backend", ROLE));
            }
        });
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(database.settings().url(), ROLE, PASSWORD);
    }

    UUID request(String user, String model, String input, long credits, String key) throws SQLException {
        try (Connection connection = connect()) {
            return request(connection, user, model, input, credits, key);
        }
    }

    void grant(String user, long amount, String reason) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement("select darkroom.grant_credits(?, ?, ?)")) {
            statement.setString(1, user);
            statement.setLong(2, amount);
            statement.setString(3, reason);
            statement.execute();
        }
    }

    static UUID request(Connection connection, String user, String model, String input, long credits, String key)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select darkroom.request_generation(?, ?, ?::jsonb, ?, ?)")) {
            statement.setString(1, user);
            statement.setString(2, model);
            statement.setString(3, input);
            statement.setLong(4, credits);
            statement.setString(5, key);
            try (ResultSet row = statement.executeQuery()) {
                assertThat(row.next()).isTrue();
                return row.getObject(1, UUID.class);
            }
        }
    }

    /** The one value of a statement with a user and a generation. */
    String value(String sql, String user, UUID generation) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, user);
            statement.setObject(2, generation);
            try (ResultSet row = statement.executeQuery()) {
                assertThat(row.next()).isTrue();
                return row.getString(1);
            }
        }
    }

    void owner(String sql, Object id) {
        database.useTransaction(handle -> handle.execute(sql, id));
    }

    long ownerCount(String sql) {
        return database.<Long>read(
                handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    String ownerText(String sql) {
        return database.<String>read(
                handle -> handle.createQuery(sql).mapTo(String.class).one());
    }

    void awaitSomebodyWaitingForALock() throws InterruptedException {
        Instant until = Instant.now().plusSeconds(20);
        while (ownerCount("select count(*) from pg_stat_activity where usename = '" + ROLE
                        + "' and wait_event_type = 'Lock'")
                == 0) {
            assertThat(Instant.now()).as("nobody waits").isBefore(until);
            Thread.sleep(20);
        }
    }

    @Override
    public void close() {
        database.useTransaction(handle -> handle.execute("drop owned by " + ROLE));
        database.useTransaction(handle -> handle.execute("drop role " + ROLE));
    }
}
