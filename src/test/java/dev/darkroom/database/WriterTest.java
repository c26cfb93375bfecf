package dev.darkroom.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WriterTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final String TAKE = "update purse set coins = coins - :cost where id = :id and coins >= :cost";
    private static final String NOTE = "insert into note (id, text) values (:id, :text)";

    private Writer writer;

    @BeforeEach
    void makeTables() {
        DATABASE.get().useTransaction(handle -> {
            handle.execute("create table purse (id int primary key, coins int not null)");
            handle.execute("create table note (id int primary key, text text not null check (text <> 'bad'))");
            handle.execute("insert into purse values (1, 1000), (2, 5)");
        });
        writer = DATABASE.get().writer(2);
    }

    @AfterEach
    void dropTables() {
        writer.close();
        DATABASE.get().useTransaction(handle -> handle.execute("drop table purse, note"));
    }

    @Test
    void two_hundred_callers_never_overdraw_one_purse() {
        AtomicInteger taken = new AtomicInteger();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int caller = 0; caller < 200; caller++) {
                int key = caller;
                callers.submit(() -> {
                    for (int i = 0; i < 10; i++) {
                        taken.addAndGet(writer.write(key, take(1, 1)));
                    }
                });
            }
        }
        assertThat(taken).hasValue(1000);
        assertThat(number("select coins from purse where id = 1")).isZero();
    }

    @Test
    void what_gathers_behind_one_commit_shares_the_next() throws Exception {
        writer.close();
        writer = DATABASE.get().writer(1);
        List<CompletableFuture<Integer>> notes = new ArrayList<>();
        try (Connection lock = lockedPurse()) {
            CompletableFuture<Integer> first = writer.submit(0, take(1, 1));
            assertThat(ServerFolders.becomes(() -> writer.waiting() == 0)).isTrue();
            IntStream.range(0, 300).forEach(i -> notes.add(writer.submit(i, note(i, "good"))));
            lock.rollback();
            assertThat(first.join()).isOne();
        }
        assertThat(notes).allSatisfy(note -> assertThat(note.join()).isOne());
        assertThat(number("select count(distinct xmin::text) from note")).isOne();
    }

    @Test
    void a_bad_row_hurts_only_itself() {
        List<CompletableFuture<Integer>> notes = IntStream.range(0, 100)
                .mapToObj(i -> writer.submit(0, note(i, i == 50 ? "bad" : "good")))
                .toList();
        writer.close();
        for (int i = 0; i < notes.size(); i++) {
            CompletableFuture<Integer> note = notes.get(i);
            if (i == 50) {
                assertThat(failure(note).state()).isEqualTo(SqlState.CHECK_VIOLATION);
                assertThat(failure(note).retryable()).isFalse();
            } else {
                assertThat(note.join()).isOne();
            }
        }
        assertThat(number("select count(*) from note")).isEqualTo(99);
    }

    @Test
    void a_statement_that_cannot_even_be_made_hurts_only_itself() {
        CompletableFuture<Integer> good = writer.submit(0, note(1, "good"));
        CompletableFuture<Integer> wrong = writer.submit(0, Write.of(NOTE).with("id", 2));
        CompletableFuture<Integer> alsoGood = writer.submit(0, note(3, "good"));
        assertThat(good.join() + alsoGood.join()).isEqualTo(2);
        assertThat(failure(wrong)).hasMessageContaining("text");
    }

    @Test
    void a_unit_goes_on_only_when_its_first_statement_changed_something() {
        assertThat(writer.write(1, List.of(take(2, 3), note(1, "paid")))).containsExactly(1, 1);
        assertThat(writer.write(1, List.of(take(2, 3), note(2, "paid")))).containsExactly(0, 0);
        assertThat(number("select count(*) from note")).isOne();
        assertThat(number("select coins from purse where id = 2")).isEqualTo(2);
    }

    @Test
    void a_unit_is_written_whole_or_not_at_all() {
        assertThatThrownBy(() -> writer.write(1, List.of(take(2, 3), note(1, "bad"))))
                .isInstanceOf(DatabaseException.class)
                .hasMessageNotContaining("Failing row");
        assertThat(number("select coins from purse where id = 2")).isEqualTo(5);
    }

    @Test
    void a_lost_connection_fails_what_was_on_its_way_and_the_writer_goes_on() throws Exception {
        CompletableFuture<Integer> cut;
        try (Connection lock = lockedPurse()) {
            cut = writer.submit(0, take(1, 1));
            assertThat(ServerFolders.becomes(() -> number(
                                    "select count(pg_terminate_backend(pid)) from pg_stat_activity"
                                            + " where wait_event_type = 'Lock' and query like '%purse%' and pid <> pg_backend_pid()")
                            > 0))
                    .isTrue();
            DatabaseException failure = failure(cut);
            assertThat(failure.retryable()).isTrue();
            assertThat(failure).hasMessageStartingWith("The connection to the database was lost");
            lock.rollback();
        }
        assertThat(writer.write(0, take(1, 1))).isOne();
        assertThat(number("select coins from purse where id = 1")).isEqualTo(999);
    }

    @Test
    void closing_writes_what_was_handed_in_and_refuses_the_rest() {
        List<CompletableFuture<Integer>> notes = IntStream.range(0, 600)
                .mapToObj(i -> writer.submit(i, note(i, "good")))
                .toList();
        writer.close();
        assertThat(notes).allSatisfy(note -> assertThat(note).isCompletedWithValue(1));
        assertThat(failure(writer.submit(0, note(1000, "late"))))
                .hasMessage("The writer is closed, nothing was written.");
    }

    private static Connection lockedPurse() throws SQLException {
        Connection connection = Pools.connect(DATABASE.settings());
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("select 1 from darkroom.purse where id = 1 for update");
        }
        return connection;
    }

    private static DatabaseException failure(CompletableFuture<?> future) {
        try {
            throw new AssertionError("it succeeded with " + future.join());
        } catch (CompletionException exception) {
            return (DatabaseException) exception.getCause();
        }
    }

    private static Write take(int purse, int cost) {
        return Write.of(TAKE).with("id", purse).with("cost", cost);
    }

    private static Write note(int id, String text) {
        return Write.of(NOTE).with("id", id).with("text", text);
    }

    private static int number(String sql) {
        return DATABASE.get()
                .inTransaction(
                        handle -> handle.createQuery(sql).mapTo(int.class).one());
    }
}
