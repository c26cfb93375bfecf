package dev.darkroom.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.database.DatabaseException;
import dev.darkroom.database.SqlState;
import dev.darkroom.database.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A request at fal.ai belongs to one generation at most, whoever writes it. */
class FalRequestTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private UUID first;
    private UUID second;

    @BeforeEach
    void two_that_wait() {
        SeededGenerations rows = new SeededGenerations(DATABASE.get());
        String user = UUID.randomUUID().toString();
        rows.users(user);
        first = rows.one(user, "m", 1, Duration.ZERO, "");
        second = rows.one(user, "m", 1, Duration.ZERO, "");
    }

    @Test
    void it_is_refused_to_a_second_one() {
        String request = "r-" + first;
        holds(first, request);

        assertThatThrownBy(() -> holds(second, request))
                .isInstanceOfSatisfying(
                        DatabaseException.class,
                        refused -> assertThat(refused.state()).isEqualTo(SqlState.UNIQUE_VIOLATION));
        assertThat(holders(request)).containsExactly(first);
    }

    @Test
    void it_is_free_again_when_its_generation_begins_anew_and_saving_it_twice_changes_nothing() {
        String request = "r-" + first;
        holds(first, request);
        holds(first, request);
        assertThat(holders(request)).containsExactly(first);

        holds(first, null);
        assertThat(holders(request)).isEmpty();
        holds(second, request);
        assertThat(holders(request)).containsExactly(second);
    }

    private static void holds(UUID id, String request) {
        DATABASE.get()
                .useTransaction(
                        handle -> handle.createUpdate("update generation set request_id = :request where id = :id")
                                .bind("request", request)
                                .bind("id", id)
                                .execute());
    }

    private static List<UUID> holders(String request) {
        return DATABASE.get()
                .read(handle -> handle.createQuery("select generation_id from fal_request where request_id = :request")
                        .bind("request", request)
                        .mapTo(UUID.class)
                        .list());
    }
}
