package dev.darkroom.chaos;

import dev.darkroom.database.DatabaseSettings;
import dev.darkroom.generation.GenerationRequest;
import dev.darkroom.json.JsonMapping;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Another program that sends requests through the SQL function, simultaneously over several connections, each retried until it
 * gets a response.
 */
final class SqlRequester {
    private static final int CONNECTIONS = 4;
    private static final Duration AGAIN = Duration.ofMillis(400);
    private static final Duration TOGETHER = Duration.ofSeconds(10);
    private static final String NOT_ENOUGH_CREDITS = "PT402";
    private static final String DARKROOM_S_OWN = "PT";

    private final DatabaseSettings database;

    SqlRequester(DatabaseSettings database) {
        this.database = database;
    }

    /**
     * What each connection was told; without those who were told that the credits do not suffice.
     *
     * @throws SQLException when the function refused for another reason
     */
    List<UUID> askAtOnce(GenerationRequest wanted, long credits) throws InterruptedException, SQLException {
        CyclicBarrier together = new CyclicBarrier(CONNECTIONS);
        List<Future<List<UUID>>> answers = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<List<UUID>> call = () -> untilHeard(wanted, credits, together);
            for (int i = 0; i < CONNECTIONS; i++) {
                answers.add(callers.submit(call));
            }
        }
        List<UUID> told = new ArrayList<>();
        for (Future<List<UUID>> answer : answers) {
            try {
                told.addAll(answer.get());
            } catch (ExecutionException failed) {
                if (failed.getCause() instanceof SQLException refused) {
                    throw refused;
                }
                throw new IllegalStateException(failed);
            }
        }
        return told;
    }

    private List<UUID> untilHeard(GenerationRequest wanted, long credits, CyclicBarrier together)
            throws InterruptedException, SQLException {
        while (true) {
            try (Connection connection =
                            DriverManager.getConnection(database.url(), database.user(), database.password());
                    PreparedStatement statement = connection.prepareStatement(
                            "select darkroom.request_generation(?, ?, cast(? as jsonb), ?, ?)")) {
                statement.setString(1, wanted.userId());
                statement.setString(2, wanted.model());
                statement.setString(3, JsonMapping.write(wanted.input()));
                statement.setLong(4, credits);
                statement.setString(5, wanted.idempotencyKey());
                meet(together);
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    return List.of(row.getObject(1, UUID.class));
                }
            } catch (SQLException failure) {
                String state = String.valueOf(failure.getSQLState());
                if (state.equals(NOT_ENOUGH_CREDITS)) {
                    return List.of();
                }
                if (state.startsWith(DARKROOM_S_OWN)) {
                    throw failure;
                }
                Thread.sleep(AGAIN);
            }
        }
    }

    /** Once; who comes later, or waited too long for the others, goes on alone. */
    private static void meet(CyclicBarrier together) throws InterruptedException {
        try {
            if (!together.isBroken()) {
                together.await(TOGETHER.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (BrokenBarrierException | TimeoutException _) {
            // not everybody could connect
        }
    }
}
