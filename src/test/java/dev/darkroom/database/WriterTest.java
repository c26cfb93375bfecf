package dev.darkroom.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    private static final BatchStatement TAKE =
            new BatchStatement("select w.n from {rows} where take(w.id, w.cost)", "id integer, cost integer");
    private static final BatchStatement NOTE = new BatchStatement("""
            with v as (select * from {rows}), noted as (insert into note (id, text) select id, text from v returning *)
            select n, upper(noted.text) from noted join v using (id)
            """, "id integer, text text");
    private static final BatchStatement SET = new BatchStatement(
            "update purse p set coins = w.coins from {rows} where p.id = w.id returning w.n",
            "id integer, coins integer");

    private Writer writer;

    @BeforeEach
    void makeTables() {
        DATABASE.get().useTransaction(handle -> {
            handle.execute("create table purse (id int primary key, coins int not null)");
            handle.execute("create table note (id int primary key, text text not null check (text <> 'bad'))");
            handle.execute("insert into purse values (1, 1000), (2, 5)");
            handle.execute("""
                    create function take(which integer, cost integer) returns boolean language plpgsql as $$
                    begin
                      update purse set coins = coins - cost where id = which and coins >= cost;
                      return found;
                    end $$""");
        });
        writer = DATABASE.get().writer(2);
    }

    @AfterEach
    void dropTables() {
        writer.close();
        DATABASE.get().useTransaction(handle -> {
            handle.execute("drop table purse, note");
            handle.execute("drop function take");
        });
    }

    @Test
    void two_hundred_callers_never_overdraw_one_purse() {
        AtomicInteger taken = new AtomicInteger();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int caller = 0; caller < 200; caller++) {
                int key = caller;
                callers.submit(() -> {
                    for (int i = 0; i < 10; i++) {
                        writer.write(key, key, take(1, 1)).ifPresent(_ -> taken.incrementAndGet());
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
        List<CompletableFuture<Optional<String>>> notes = new ArrayList<>();
        try (Connection lock = lockedPurse()) {
            CompletableFuture<Optional<String>> first = writer.submit(0, new Object(), take(1, 1));
            assertThat(ServerFolders.becomes(() -> writer.waiting() == 0)).isTrue();
            IntStream.range(0, 300).forEach(i -> notes.add(writer.submit(i, new Object(), note(i, "good"))));
            lock.rollback();
            assertThat(first.join()).isPresent();
        }
        assertThat(notes).allSatisfy(note -> assertThat(note.join()).isPresent());
        assertThat(number("select count(distinct xmin::text) from note")).isOne();
    }

    @Test
    void a_bad_row_hurts_only_itself() {
        List<CompletableFuture<Optional<String>>> notes = IntStream.range(0, 100)
                .mapToObj(i -> writer.submit(0, new Object(), note(i, i == 50 ? "bad" : "good")))
                .toList();
        writer.close();
        for (int i = 0; i < notes.size(); i++) {
            CompletableFuture<Optional<String>> note = notes.get(i);
            if (i == 50) {
                assertThat(failure(note).state()).isEqualTo(SqlState.CHECK_VIOLATION);
                assertThat(failure(note).retryable()).isFalse();
            } else {
                assertThat(note.join()).contains("GOOD");
            }
        }
        assertThat(number("select count(*) from note")).isEqualTo(99);
    }

    @Test
    void a_value_that_is_missing_hurts_only_itself() {
        var good = writer.submit(0, 1, note(1, "good"));
        var wrong = writer.submit(0, 2, Write.of(NOTE).with("id", 2));
        var alsoGood = writer.submit(0, 3, note(3, "good"));
        assertThat(good.join()).isPresent();
        assertThat(alsoGood.join()).isPresent();
        assertThat(failure(wrong)).hasMessageContaining("text");
    }

    @Test
    void a_row_that_changes_nothing_gives_nothing() {
        assertThat(writer.write(0, 2, take(2, 6))).isEmpty();
        assertThat(writer.write(0, 2, take(2, 5))).contains("");
    }

    @Test
    void two_writes_with_one_key_are_both_done_one_after_the_other() throws Exception {
        writer.close();
        writer = DATABASE.get().writer(1);
        List<CompletableFuture<Optional<String>>> writes = new ArrayList<>();
        try (Connection lock = lockedPurse()) {
            writes.add(writer.submit(0, 1, take(1, 1)));
            assertThat(ServerFolders.becomes(() -> writer.waiting() == 0)).isTrue();
            for (int coins = 10; coins <= 30; coins += 10) {
                writes.add(writer.submit(0, 1, Write.of(SET).with("id", 1).with("coins", coins)));
            }
            lock.rollback();
        }
        assertThat(writes).allSatisfy(write -> assertThat(write.join()).isPresent());
        assertThat(number("select coins from purse where id = 1")).isEqualTo(30);
    }

    @Test
    void a_lost_connection_fails_what_was_on_its_way_and_the_writer_goes_on() throws Exception {
        CompletableFuture<Optional<String>> cut;
        try (Connection lock = lockedPurse()) {
            cut = writer.submit(0, new Object(), take(1, 1));
            assertThat(ServerFolders.becomes(() -> number(
                                    "select count(pg_terminate_backend(pid)) from pg_stat_activity"
                                            + " where wait_event_type = 'Lock' and query like '%take(%' and pid <> pg_backend_pid()")
                            > 0))
                    .isTrue();
            DatabaseException failure = failure(cut);
            assertThat(failure.retryable()).isTrue();
            assertThat(failure).hasMessageStartingWith("The connection to the database was lost");
            lock.rollback();
        }
        assertThat(writer.write(0, 1, take(1, 1))).isPresent();
        assertThat(number("select coins from purse where id = 1")).isEqualTo(999);
    }

    @Test
    void closing_writes_what_was_handed_in_and_refuses_the_rest() {
        List<CompletableFuture<Optional<String>>> notes = IntStream.range(0, 600)
                .mapToObj(i -> writer.submit(i, new Object(), note(i, "good")))
                .toList();
        writer.close();
        assertThat(notes).allSatisfy(note -> assertThat(note).isCompletedWithValue(Optional.of("GOOD")));
        assertThat(failure(writer.submit(0, new Object(), note(1000, "late"))))
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
