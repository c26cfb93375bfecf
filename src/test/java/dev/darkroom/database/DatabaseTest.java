package dev.darkroom.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.message.FailureTranslation;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    /** Any record with a part that may be missing. */
    record NamedLine(String name, @Nullable String remark) {}

    @Test
    void the_console_can_only_read_and_not_for_long() {
        assertThatThrownBy(() -> DATABASE.get().read(handle -> handle.execute("create table x ()")))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("read-only");
        String limit = DATABASE.get()
                .read(handle -> handle.createQuery("show statement_timeout")
                        .mapTo(String.class)
                        .one());
        assertThat(limit).isEqualTo("10s");
    }

    /** A window tells within a quarter of a minute that nothing answers, although the server cannot end its statement. */
    @Test
    void a_read_of_the_console_does_not_wait_for_a_network_that_stays_silent() throws Exception {
        try (TcpProxy wire = TcpProxy.before(DATABASE.settings());
                Database database = Database.open(wire.settings(DATABASE.settings()))) {
            assertThatThrownBy(() -> database.read(handle -> {
                        wire.silence(Duration.ofSeconds(40));
                        return handle.createQuery("select 1").mapTo(int.class).one();
                    }))
                    .isInstanceOfSatisfying(
                            DatabaseException.class,
                            failure -> assertThat(failure.kind()).isEqualTo(DatabaseFailure.UNAVAILABLE));
        }
    }

    @Test
    void its_transactions_are_read_committed_whatever_the_server_is_set_to() {
        try (DefaultSetting _ = new DefaultSetting(DATABASE.get(), "default_transaction_isolation", "serializable");
                Database database = Database.migrated(DATABASE.settings())) {
            String isolation = database.inTransaction(handle -> handle.createQuery("show transaction_isolation")
                    .mapTo(String.class)
                    .one());
            assertThat(isolation).isEqualTo("read committed");
        }
    }

    @Test
    void a_pool_that_gives_sessions_away_is_told_from_a_server() throws Exception {
        try (Connection one = ConnectionPools.connect(DATABASE.settings());
                Connection other = ConnectionPools.connect(DATABASE.settings())) {
            assertThat(ConnectionPools.isShared(one, other)).isFalse();
            assertThat(ConnectionPools.isShared(one, one)).isTrue();
        }
    }

    @Test
    void a_transaction_that_fails_leaves_nothing() {
        DATABASE.get().useTransaction(handle -> handle.execute("create table once (id int primary key)"));
        assertThatThrownBy(() -> DATABASE.get().useTransaction(handle -> {
                    handle.execute("insert into once values (1)");
                    handle.execute("insert into once values (1)");
                }))
                .isInstanceOfSatisfying(
                        DatabaseException.class,
                        failure -> assertThat(failure.state()).isEqualTo(SqlState.UNIQUE_VIOLATION));
        int rows = DATABASE.get()
                .read(handle -> handle.createQuery("select count(*) from once")
                        .mapTo(int.class)
                        .one());
        assertThat(rows).isZero();
    }

    /** Otherwise what a list forgets to select is empty here and a failure in the packaged program. */
    @Test
    void a_column_that_is_not_selected_is_a_failure_even_where_nothing_may_stand_in_it() {
        assertThatThrownBy(() -> DATABASE.get()
                        .read(handle -> handle.createQuery("select 'kim' as name")
                                .mapTo(NamedLine.class)
                                .one()))
                .hasMessageContaining("'[remark]' has no matching columns");
    }

    @Test
    void no_message_in_the_chain_holds_a_value() {
        assertThatThrownBy(() -> DATABASE.get()
                        .useTransaction(handle -> handle.createUpdate("insert into nowhere values (:a)")
                                .bind("a", "a private prompt")
                                .execute()))
                .satisfies(failure -> {
                    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                        assertThat(cause.toString()).doesNotContain("a private prompt");
                    }
                });
    }

    @Test
    void a_database_that_cannot_be_used_is_told_in_a_sentence() {
        DatabaseSettings right = DATABASE.settings();
        DatabaseSettings wrongPassword = new DatabaseSettings(right.url(), right.user(), "wrong-one", 2, 1, "UTC");
        assertThatThrownBy(() -> Database.open(wrongPassword))
                .hasMessage("The database at %s refused user %s: check user and password of the connection."
                        .formatted(right.address(), right.user()))
                .satisfies(FailureTranslation::assertComplete);
        DatabaseSettings missing =
                DatabaseSettings.of(right.url().replaceFirst("/[^/]+$", "/nowhere"), right.user(), right.password());
        assertThatThrownBy(() -> Database.open(missing))
                .hasMessageContaining("check its name at the end of the URL")
                .satisfies(FailureTranslation::assertComplete);
        assertThatThrownBy(() -> Database.open(DatabaseSettings.of("postgresql://me:secret-7@127.0.0.1:1/none")))
                .hasMessageContaining("127.0.0.1:1/none cannot be reached")
                .hasMessageNotContaining("secret-7")
                .satisfies(FailureTranslation::assertComplete);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            08006, UNAVAILABLE
            25006, UNAVAILABLE
            28P01, UNAVAILABLE
            53100, UNAVAILABLE
            53300, UNAVAILABLE
            57P01, UNAVAILABLE
            57P03, UNAVAILABLE
            58030, UNAVAILABLE
            40001, CONTENTION
            40P01, CONTENTION
            55P03, CONTENTION
            57014, CONTENTION
            21000, REFUSED
            22P05, REFUSED
            22021, REFUSED
            23505, REFUSED
            23514, REFUSED
            42601, REFUSED
            54000, REFUSED
            P0001, REFUSED
            PT402, REFUSED
            XX000, REFUSED
            '',    REFUSED
            """)
    void a_failure_is_sorted_by_what_it_is_about(String state, DatabaseFailure kind) {
        DatabaseException failure = DatabaseException.of(new SQLException("words", state));
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.retryable()).isEqualTo(kind != DatabaseFailure.REFUSED);
        assertThat(DatabaseException.of(new IllegalStateException(failure.getCause()))
                        .kind())
                .isEqualTo(kind);
    }

    @Test
    void a_transaction_with_a_lock_limit_does_not_wait_longer() throws Exception {
        DATABASE.get().useTransaction(handle -> handle.execute("create table guarded as select 1 as id"));
        try (Connection connection = ConnectionPools.connect(DATABASE.settings());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("lock table darkroom.guarded");
            assertThatThrownBy(() -> DATABASE.get()
                            .inTransaction(
                                    Duration.ofMillis(50), handle -> handle.execute("update guarded set id = 2")))
                    .isInstanceOfSatisfying(
                            DatabaseException.class,
                            failure -> assertThat(failure.kind()).isEqualTo(DatabaseFailure.CONTENTION))
                    .hasMessageContaining("locked by another session");
        }
    }
}
