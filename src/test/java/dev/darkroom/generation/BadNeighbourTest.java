package dev.darkroom.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.database.DatabaseException;
import dev.darkroom.generation.action.ActionResult;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis;
import dev.darkroom.generation.diagnosis.StuckDetector;
import dev.darkroom.generation.diagnosis.StuckMonitor;
import dev.darkroom.generation.engine.EngineWorkLoop;
import dev.darkroom.sandbox.fault.SandboxFault;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A single row, lock or open transaction never blocks the generations of others. */
class BadNeighbourTest extends SharedRigTest {
    private static final String OTHER_USER = "bea.other";
    private static final int DEEPER_THAN_WE_READ = 2_500;

    @Test
    void a_row_that_cannot_be_read_is_set_aside_with_its_reason_and_the_others_go_on() {
        UUID poison = insert("{\"prompt\":\"deep\",\"x\":" + "[".repeat(DEEPER_THAN_WE_READ)
                + "]".repeat(DEEPER_THAN_WE_READ) + "}");

        UUID neighbour = rig.ask(EngineTestRig.PICTURE, "beside it");

        assertThat(rig.await(neighbour).status()).isEqualTo(GenerationStatus.COMPLETED);
        Generation held = rig.await(poison, generation -> generation.hold() != null);
        assertThat(held.hold()).isEqualTo(HoldReason.UNREADABLE);
        assertThat(held.unreadable()).asString().contains("cannot be read");
        assertThat(rig.darkroom.queries.diagnose(held).cause()).isEqualTo(GenerationDiagnosis.Cause.UNREADABLE);
        assertThat(rig.darkroom.actions.cancel(poison, "nobody can read it", "kim"))
                .isInstanceOf(ActionResult.Done.class);
        assertThat(rig.await(poison).status()).isEqualTo(GenerationStatus.CANCELLED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"prompt\":\"x\",\"guidance_scale\":1e1001}",
                "{\"prompt\":\"x\",\"list\":%NESTED%}",
                "{\"prompt\":\"x\",\"image_url\":\"data:image/png;base64,%LONG%\"}"
            })
    void a_row_that_only_looks_odd_is_read_and_hurts_nobody(String input) {
        String nested = "[".repeat(201) + "]".repeat(201);
        UUID odd = insert(input.replace("%NESTED%", nested).replace("%LONG%", "A".repeat(22_000_000)));

        assertThat(rig.await(rig.ask(EngineTestRig.PICTURE, "beside it")).status())
                .isEqualTo(GenerationStatus.COMPLETED);
        assertThat(rig.await(odd).unreadable()).isNull();
        assertThat(rig.await(odd).hold()).isNull();
    }

    @Test
    void the_door_refuses_what_is_beyond_its_bounds_with_a_sentence() {
        assertRefused("{\"prompt\":\"x\",\"guidance_scale\":1e1001}", "at most 300 digits");
        assertRefused("{\"prompt\":\"x\",\"list\":" + "[".repeat(150) + "]".repeat(150) + "}", "at most 100 levels");
    }

    @Test
    void a_transaction_that_somebody_left_open_on_one_generation_stops_neither_claims_nor_heartbeats()
            throws Exception {
        rig.darkroom.engine.pause();
        UUID locked = rig.ask(EngineTestRig.PICTURE, "locked");
        try (Connection other = connection()) {
            other.createStatement()
                    .execute("select darkroom.end_or_ask_cancel('" + locked + "', 'a payment is asked', 'shop')");
            rig.darkroom.engine.resume();

            rig.darkroom.ledger.grant(OTHER_USER, 100, "test purse", "test");
            UUID neighbour = rig.created(new GenerationRequest(
                    OTHER_USER, EngineTestRig.PICTURE, rig.input("{\"prompt\":\"beside it\"}"), "test"));

            assertThat(rig.await(neighbour).status()).isEqualTo(GenerationStatus.COMPLETED);
            assertThat(oldestHeartbeat()).isLessThan(Duration.ofSeconds(10));
            other.rollback();
        }
        assertThat(rig.await(locked).status()).isEqualTo(GenerationStatus.COMPLETED);
    }

    @Test
    void the_heartbeat_goes_on_while_a_row_of_the_engine_is_locked() throws Exception {
        UUID running = rig.ask(EngineTestRig.FILM, "runs", SandboxFault.STUCK_IN_PROGRESS);
        rig.await(running, generation -> "IN_PROGRESS".equals(generation.fal().status()));
        try (Connection other = connection()) {
            other.createStatement()
                    .execute("select 1 from darkroom.generation where id = '" + running + "' for update");
            Instant until = Instant.now().plusSeconds(12);
            while (Instant.now().isBefore(until)) {
                assertThat(oldestHeartbeat()).isLessThan(Duration.ofSeconds(10));
                assertThat(rig.await(rig.ask(EngineTestRig.PICTURE, "beside it"))
                                .status())
                        .isEqualTo(GenerationStatus.COMPLETED);
            }
            other.rollback();
        }
        assertThat(rig.await(running).status().isFinal()).isTrue();
    }

    @Test
    void a_locked_row_does_not_stop_the_watch_for_what_is_stuck() throws Exception {
        rig.darkroom.engine.pause();
        UUID locked = rig.ask(EngineTestRig.PICTURE, "locked");
        UUID stuck = rig.ask(EngineTestRig.PICTURE, "stuck");
        StuckMonitor watch = new StuckMonitor(
                rig.darkroom.queries::clusterSnapshot,
                new StuckDetector(rig.darkroom.database, rig.darkroom.reads.thresholds, List.of()),
                rig.darkroom.engine,
                rig.darkroom.events);
        try (Connection other = connection()) {
            other.createStatement().execute("select 1 from darkroom.generation where id = '" + locked + "' for update");
            sql("update generation set hold = 'SUBMIT_UNKNOWN' where id = '" + stuck + "'");

            watch.check();

            assertThat(rig.await(stuck, generation -> generation.attentionCause() != null)
                            .attentionCause())
                    .isEqualTo(GenerationDiagnosis.Cause.SUBMIT_UNKNOWN.name());
            other.rollback();
        }
        end(stuck);
        end(locked);
        rig.darkroom.engine.resume();
    }

    @Test
    void an_engine_keeps_what_it_runs_while_somebody_has_its_own_row_locked() throws Exception {
        UUID running = runsForLong();
        try (Connection other = connection()) {
            other.createStatement()
                    .execute("update darkroom.engine set capacity = capacity where id = '" + rig.darkroom.engine.id()
                            + "'");
            Instant until = Instant.now().plusSeconds(7);
            while (Instant.now().isBefore(until)) {
                EngineWorkLoop.pauseBeforeRetry();
            }
            assertThat(oldestHeartbeat()).isGreaterThan(Duration.ofSeconds(5));
            sql("update generation set lease_until = clock_timestamp() + interval '7 s' where id = '" + running + "'");

            assertThat(rig.darkroom.generations.reclaimLost(Duration.ofSeconds(5)))
                    .isZero();
            Generation leased = rig.await(
                    running,
                    generation ->
                            Duration.between(Instant.now(), generation.lease().until())
                                            .toSeconds()
                                    > 60);
            assertThat(leased.attempt()).isEqualTo(1);
            other.rollback();
        }
        rig.await(running, _ -> oldestHeartbeat().compareTo(Duration.ofSeconds(5)) < 0);
        end(running);
    }

    @Test
    void an_engine_whose_row_somebody_has_deleted_keeps_what_it_runs_and_is_known_again() {
        UUID running = runsForLong();

        sql("delete from engine where id = '" + rig.darkroom.engine.id() + "'");

        assertThat(rig.darkroom.generations.reclaimLost(Duration.ofSeconds(20))).isZero();
        assertThat(rig.await(running, _ -> isKnown()).attempt()).isEqualTo(1);
        end(running);
    }

    private static UUID runsForLong() {
        UUID running = rig.ask(EngineTestRig.FILM, "runs", SandboxFault.STUCK_IN_PROGRESS);
        rig.await(running, generation -> "IN_PROGRESS".equals(generation.fal().status()));
        return running;
    }

    private static void end(UUID running) {
        rig.darkroom.actions.cancel(running, "enough", "kim");
        assertThat(rig.await(running).status()).isEqualTo(GenerationStatus.CANCELLED);
    }

    private static boolean isKnown() {
        return rig.darkroom.database.read(
                handle -> handle.createQuery("select exists (select from engine where id = :id)")
                        .bind("id", rig.darkroom.engine.id())
                        .mapTo(Boolean.class)
                        .one());
    }

    private void assertRefused(String input, String sentence) {
        assertThatThrownBy(() -> rig.darkroom.database.useTransaction(handle -> handle.createQuery(
                                "select request_generation(:user, :model, cast(:input as jsonb), 1, null)")
                        .bind("user", EngineTestRig.USER)
                        .bind("model", EngineTestRig.PICTURE)
                        .bind("input", input)
                        .mapTo(UUID.class)
                        .one()))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining(sentence);
    }

    /** Past the door, as a program with rights on the tables could. */
    private UUID insert(String input) {
        UUID id = UUID.randomUUID();
        rig.darkroom.database.useTransaction(handle -> handle.createQuery(
                        "select outcome from create_generation(:id, :user, :model, 'IMAGE', cast(:input as jsonb), 'x', 1,"
                                + " null, 'test', null)")
                .bind("id", id)
                .bind("user", EngineTestRig.USER)
                .bind("model", EngineTestRig.PICTURE)
                .bind("input", input)
                .mapTo(String.class)
                .one());
        rig.darkroom.engine.wake();
        return id;
    }

    private Duration oldestHeartbeat() {
        return rig.darkroom.database.read(handle -> handle.createQuery(
                        "select extract(epoch from max(clock_timestamp() - heartbeat_at)) from engine where state <> 'STOPPED'"
                                + " and id = :id")
                .bind("id", rig.darkroom.engine.id())
                .mapTo(Double.class)
                .map(seconds -> Duration.ofMillis(Math.round(seconds * 1000)))
                .one());
    }

    private static Connection connection() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", DATABASE.settings().user());
        properties.setProperty("password", DATABASE.settings().password());
        Connection connection = DriverManager.getConnection(DATABASE.settings().url(), properties);
        connection.setAutoCommit(false);
        return connection;
    }
}
