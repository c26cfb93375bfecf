package dev.darkroom.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.database.embedded.ServerFolders;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DedicatedConnectionTest {
    private static final Duration LIMIT = Duration.ofSeconds(2);

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    @BeforeEach
    void makeTable() {
        DATABASE.get().useTransaction(handle -> {
            handle.execute("create table pulse (id int primary key, beats int not null)");
            handle.execute("insert into pulse values (1, 0)");
        });
    }

    @AfterEach
    void dropTable() {
        DATABASE.get().useTransaction(handle -> handle.execute("drop table pulse"));
    }

    @Test
    void it_commits_what_was_done_and_rolls_back_what_failed() {
        try (DedicatedConnection connection = punctual(DATABASE.settings())) {
            connection.withHandle(DedicatedConnectionTest::beat);
            assertThatThrownBy(() -> connection.withHandle(handle -> beat(handle) + handle.execute("select 1 / 0")))
                    .isInstanceOfSatisfying(
                            DatabaseException.class,
                            failure -> assertThat(failure.kind()).isEqualTo(DatabaseFailure.REFUSED));
            connection.withHandle(DedicatedConnectionTest::beat);
        }
        assertThat(beats()).isEqualTo(2);
    }

    @Test
    void a_pooler_that_refuses_unknown_startup_parameters_lets_each_kind_work_on_the_tables() throws Exception {
        try (TcpProxy pooler = TcpProxy.before(DATABASE.settings())) {
            pooler.refuseUnknownParameters();
            DatabaseSettings settings = pooler.settings(DATABASE.settings());
            try (DedicatedConnection punctual = punctual(settings);
                    DedicatedConnection writing = DedicatedConnection.writing(settings, "test");
                    DedicatedConnection reading = DedicatedConnection.reading(settings, "test")) {
                punctual.withHandle(DedicatedConnectionTest::beat);
                writing.withHandle(DedicatedConnectionTest::beat);
                assertThat(reading.<Integer>withHandle(handle -> handle.createQuery("select beats from pulse")
                                .mapTo(int.class)
                                .one()))
                        .isEqualTo(2);
            }
            try (Database database = Database.open(settings)) {
                assertThat(database.<Integer>read(handle -> handle.createQuery("select beats from pulse")
                                .mapTo(int.class)
                                .one()))
                        .isEqualTo(2);
            }
        }
    }

    @Test
    void a_server_that_ends_idle_sessions_does_not_end_it() throws Exception {
        try (DefaultSetting _ = new DefaultSetting(DATABASE.get(), "idle_session_timeout", "100ms");
                DedicatedConnection connection = punctual(DATABASE.settings())) {
            connection.withHandle(DedicatedConnectionTest::beat);
            Thread.sleep(500);
            connection.withHandle(DedicatedConnectionTest::beat);
        }
        assertThat(beats()).isEqualTo(2);
    }

    @Test
    void a_lock_holds_it_up_for_a_part_of_its_limit_only() throws Exception {
        try (DedicatedConnection connection = punctual(DATABASE.settings());
                Connection other = ConnectionPools.connect(DATABASE.settings());
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("select 1 from darkroom.pulse for update");
            // After the whole limit it would be a statement that was cancelled.
            assertThatThrownBy(() -> connection.withHandle(DedicatedConnectionTest::beat))
                    .isInstanceOfSatisfying(
                            DatabaseException.class,
                            failure -> assertThat(failure.kind()).isEqualTo(DatabaseFailure.CONTENTION));
            other.rollback();
            connection.withHandle(DedicatedConnectionTest::beat);
        }
        assertThat(beats()).isOne();
    }

    @Test
    void a_statement_that_takes_too_long_is_ended() {
        try (DedicatedConnection connection = punctual(DATABASE.settings())) {
            assertThatThrownBy(() -> connection.withHandle(handle -> handle.execute("select pg_sleep(30)")))
                    .isInstanceOfSatisfying(
                            DatabaseException.class,
                            failure -> assertThat(failure.state()).isEqualTo(SqlState.CANCELLED));
        }
    }

    @Test
    void a_silent_network_ends_the_work_in_time_and_the_next_work_opens_a_connection() throws Exception {
        try (TcpProxy wire = TcpProxy.before(DATABASE.settings());
                DedicatedConnection connection = punctual(wire.settings(DATABASE.settings()))) {
            connection.withHandle(DedicatedConnectionTest::beat);
            wire.silence(Duration.ofSeconds(5));
            assertThatThrownBy(() -> connection.withHandle(DedicatedConnectionTest::beat))
                    .isInstanceOfSatisfying(
                            DatabaseException.class,
                            failure -> assertThat(failure.kind()).isEqualTo(DatabaseFailure.UNAVAILABLE));
            assertThat(ServerFolders.becomes(() -> beatsAgain(connection))).isTrue();
        }
    }

    @Test
    void closing_ends_work_that_waits_for_a_silent_network() throws Exception {
        try (TcpProxy wire = TcpProxy.before(DATABASE.settings())) {
            DedicatedConnection connection =
                    DedicatedConnection.punctual(wire.settings(DATABASE.settings()), "test", Duration.ofMinutes(1));
            connection.withHandle(DedicatedConnectionTest::beat);
            wire.silence(Duration.ofMinutes(1));
            CompletableFuture<Integer> work =
                    CompletableFuture.supplyAsync(() -> connection.withHandle(DedicatedConnectionTest::beat));
            Thread.sleep(100);
            connection.close();
            assertThat(work).failsWithin(Duration.ofSeconds(5));
        }
        assertThat(ServerFolders.becomes(() -> connections() == 0)).isTrue();
    }

    private static DedicatedConnection punctual(DatabaseSettings settings) {
        return DedicatedConnection.punctual(settings, "test", LIMIT);
    }

    private static boolean beatsAgain(DedicatedConnection connection) {
        try {
            return connection.withHandle(DedicatedConnectionTest::beat) == 1;
        } catch (DatabaseException _) {
            return false;
        }
    }

    private static int beat(Handle handle) {
        return handle.execute("update pulse set beats = beats + 1");
    }

    private static int beats() {
        return number("select beats from pulse");
    }

    private static int connections() {
        return number("select count(*) from pg_stat_activity"
                + " where datname = current_database() and application_name = 'darkroom test'");
    }

    private static int number(String sql) {
        return DATABASE.get()
                .read(handle -> handle.createQuery(sql).mapTo(int.class).one());
    }
}
