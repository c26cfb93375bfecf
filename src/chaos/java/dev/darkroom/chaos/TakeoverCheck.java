package dev.darkroom.chaos;

import dev.darkroom.database.DatabaseSettings;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/**
 * Checks what an engine held when it was frozen, and whether another one is working on some of it now. Bypasses the proxies.
 */
final class TakeoverCheck {
    private static final String HELD = """
            select array_agg(g.id), array_agg(g.epoch) from darkroom.generation g join darkroom.engine e on e.id = g.owner
            where g.status = 'PROCESSING' and e.state <> 'STOPPED' and e.process = ?
            """;
    private static final String IN_OTHER_HANDS = """
            select exists (select from unnest(?, ?) as held(id, epoch) join darkroom.generation g using (id)
                           where g.status = 'PROCESSING' and g.epoch > held.epoch)
            """;

    private final DatabaseSettings database;
    private final long process;
    private List<UUID> ids = List.of();
    private List<Long> epochs = List.of();

    TakeoverCheck(DatabaseSettings database, long process) {
        this.database = database;
        this.process = process;
    }

    /** False while it holds nothing, or nobody can say. */
    boolean holdsSomething() {
        return ask(HELD, statement -> statement.setLong(1, process), row -> {
            Array held = row.getArray(1);
            if (held == null) {
                return false;
            }
            ids = List.of((UUID[]) held.getArray());
            epochs = List.of((Long[]) row.getArray(2).getArray());
            return true;
        });
    }

    /** True once another engine is at work on something of what {@link #holdsSomething} has seen. */
    boolean inOtherHands() {
        return ask(
                IN_OTHER_HANDS,
                statement -> {
                    Connection connection = statement.getConnection();
                    statement.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
                    statement.setArray(2, connection.createArrayOf("bigint", epochs.toArray()));
                },
                row -> row.getBoolean(1));
    }

    private interface Binding {
        void to(PreparedStatement statement) throws SQLException;
    }

    private interface Reading {
        boolean of(ResultSet row) throws SQLException;
    }

    private boolean ask(String sql, Binding binding, Reading reading) {
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                PreparedStatement statement = connection.prepareStatement(sql)) {
            binding.to(statement);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && reading.of(row);
            }
        } catch (SQLException _) {
            // The database may be away: it is one of the faults.
            return false;
        }
    }
}
