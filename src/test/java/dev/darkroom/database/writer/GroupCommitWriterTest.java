package dev.darkroom.database.writer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.database.ConnectionPools;
import dev.darkroom.database.Database;
import dev.darkroom.database.DatabaseException;
import dev.darkroom.database.DatabaseFailure;
import dev.darkroom.database.SqlState;
import dev.darkroom.database.TestDatabase;
import dev.darkroom.database.embedded.ServerFolders;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
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

class GroupCommitWriterTest {
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

    /** Ends when the test no longer holds {@link #GATE}; it waits for no lock, so it keeps its lane busy. */
    private static final BatchStatement HOLD =
            new BatchStatement("select w.n from {rows} where hold(w.id)", "id integer");

    private static final BatchStatement KEEP = new BatchStatement(
            "insert into kept (id, bytes) select id, bytes from {rows} returning id - 1", "id integer, bytes bytea");

    private static final String HOLDING =
            " from pg_stat_activity where query like '%hold(%' and state = 'active' and pid <> pg_backend_pid()";

    private static final int GATE = 4711;
    private static final Duration SOON = Duration.ofSeconds(15);

    private GroupCommitWriter writer;

    @BeforeEach
    void makeTables() {
        DATABASE.get().useTransaction(handle -> {
            handle.execute("create table purse (id int primary key, coins int not null)");
            handle.execute("create table note (id int primary key, text text not null check (text <> 'bad'))");
            handle.execute("create table kept (id int primary key, bytes bytea not null)");
            handle.execute("insert into purse values (1, 1000), (2, 5)");
            handle.execute("""
                    create function hold(which integer) returns boolean language plpgsql as $$
                    begin
                      while not pg_try_advisory_xact_lock(which) loop perform pg_sleep(0.01); end loop;
                      return true;
                    end $$""");
            handle.execute("""
                    create function take(which integer, cost integer) returns boolean language plpgsql as $$
                    begin
                      update purse set coins = coins - cost where id = which and coins >= cost;
                      return found;
                    end $$""");
        });
        writer = GroupCommitWriter.open(DATABASE.settings(), 2);
    }

    @AfterEach
    void dropTables() {
        writer.close();
        DATABASE.get().useTransaction(handle -> {
            handle.execute("drop table purse, note, kept");
            handle.execute("drop function take, hold");
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
        writer = GroupCommitWriter.open(DATABASE.settings(), 1);
        List<CompletableFuture<Optional<String>>> notes = new ArrayList<>();
        try (Connection gate = closedGate()) {
            CompletableFuture<Optional<String>> first = writer.submit(0, new Object(), hold());
            awaitHeld();
            IntStream.range(0, 300).forEach(i -> notes.add(writer.submit(i, new Object(), note(i, "good"))));
            gate.rollback();
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
        var wrong = writer.submit(0, 2, BatchRow.of(NOTE).with("id", 2));
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
        writer = GroupCommitWriter.open(DATABASE.settings(), 1);
        List<CompletableFuture<Optional<String>>> writes = new ArrayList<>();
        try (Connection gate = closedGate()) {
            writes.add(writer.submit(0, 1, hold()));
            awaitHeld();
            for (int coins = 10; coins <= 30; coins += 10) {
                writes.add(writer.submit(0, 1, set(coins)));
            }
            gate.rollback();
        }
        assertThat(writes).allSatisfy(write -> assertThat(write.join()).isPresent());
        assertThat(number("select coins from purse where id = 1")).isEqualTo(30);
    }

    @Test
    void a_lost_connection_fails_what_was_on_its_way_and_the_writer_goes_on() throws Exception {
        CompletableFuture<Optional<String>> cut;
        try (Connection gate = closedGate()) {
            cut = writer.submit(0, new Object(), hold());
            assertThat(ServerFolders.becomes(() -> number("select count(pg_terminate_backend(pid))" + HOLDING) > 0))
                    .isTrue();
            DatabaseException failure = failure(cut);
            assertThat(failure.retryable()).isTrue();
            assertThat(failure).hasMessageStartingWith("The connection to the database was lost");
            gate.rollback();
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

    @Test
    void a_write_that_waits_for_a_lock_holds_up_nobody_else() throws Exception {
        useOneLane(GroupCommitWriter.LOCK_LIMIT);
        CompletableFuture<Optional<String>> locked;
        try (Connection lock = locked("select 1 from purse where id = 1 for update")) {
            List<CompletableFuture<Optional<String>>> others = new ArrayList<>();
            IntStream.range(0, 300).forEach(i -> others.add(writer.submit("bob", i, note(i, "good"))));
            locked = writer.submit("ann", 1, take(1, 1));
            IntStream.range(300, 600).forEach(i -> others.add(writer.submit("bob", i, note(i, "good"))));
            CompletableFuture<Optional<String>> same = writer.submit("ann", 2, note(1000, "good"));
            assertThat(CompletableFuture.allOf(others.toArray(CompletableFuture[]::new)))
                    .succeedsWithin(SOON);
            assertThat(same).succeedsWithin(SOON);
            assertThat(locked).isNotDone();
            lock.rollback();
        }
        assertThat(locked).succeedsWithin(SOON).isEqualTo(Optional.of(""));
        assertThat(number("select coins from purse where id = 1")).isEqualTo(999);
    }

    @Test
    void many_users_whose_rows_are_locked_hold_up_nobody_else() throws Exception {
        useOneLane(GroupCommitWriter.LOCK_LIMIT);
        int users = 500;
        DATABASE.get()
                .useTransaction(handle ->
                        handle.execute("insert into purse select n, 10 from generate_series(100, 100 + ?) n", users));
        List<CompletableFuture<Optional<String>>> locked = new ArrayList<>();
        try (Connection lock = locked("select 1 from purse for update")) {
            List<CompletableFuture<Optional<String>>> others = new ArrayList<>();
            for (int i = 0; i < users; i++) {
                locked.add(writer.submit("locked-" + i, i, take(100 + i, 1)));
                others.add(writer.submit("free-" + i, -i - 1, note(i, "good")));
            }
            assertThat(CompletableFuture.allOf(others.toArray(CompletableFuture[]::new)))
                    .succeedsWithin(SOON);
            assertThat(locked).noneMatch(CompletableFuture::isDone);
            lock.rollback();
        }
        assertThat(CompletableFuture.allOf(locked.toArray(CompletableFuture[]::new)))
                .succeedsWithin(SOON);
        assertThat(number("select sum(coins)::int from purse where id >= 100")).isEqualTo((users + 1) * 10 - users);
    }

    @Test
    void writes_of_one_key_keep_their_order_behind_a_lock() throws Exception {
        useOneLane(GroupCommitWriter.LOCK_LIMIT);
        List<CompletableFuture<Optional<String>>> writes = new ArrayList<>();
        try (Connection lock = locked("select 1 from purse where id = 1 for update")) {
            for (int coins = 1; coins <= 20; coins++) {
                writes.add(writer.submit("ann", 1, set(coins)));
                Thread.sleep(20);
            }
            assertThat(writes).noneMatch(CompletableFuture::isDone);
            lock.rollback();
        }
        assertThat(CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new)))
                .succeedsWithin(SOON);
        assertThat(number("select coins from purse where id = 1")).isEqualTo(20);
    }

    @Test
    void a_lock_that_stays_ends_in_a_sentence_that_names_it() throws Exception {
        useOneLane(Duration.ofSeconds(1));
        try (Connection _ = locked("select 1 from purse where id = 1 for update")) {
            DatabaseException failure = failure(writer.submit("ann", 1, take(1, 1)));
            assertThat(failure.kind()).isEqualTo(DatabaseFailure.CONTENTION);
            assertThat(failure.retryable()).isTrue();
            assertThat(failure)
                    .hasMessageMatching(
                            "Nothing was written in [12] s: the rows to change are locked by another session of the database\\.");
        }
        assertThat(writer.write("ann", 1, take(1, 1))).isPresent();
    }

    @Test
    void closing_does_not_wait_for_a_lock() throws Exception {
        useOneLane(GroupCommitWriter.LOCK_LIMIT);
        try (Connection _ = locked("select 1 from purse where id = 1 for update")) {
            CompletableFuture<Optional<String>> locked = writer.submit("ann", 1, take(1, 1));
            CompletableFuture<Optional<String>> behind = writer.submit("ann", 1, set(7));
            assertThat(CompletableFuture.runAsync(writer::close)).succeedsWithin(SOON);
            assertThat(failure(locked).retryable()).isTrue();
            assertThat(failure(behind).retryable()).isTrue();
        }
    }

    @Test
    void characters_that_a_text_cannot_hold_are_taken_out_and_hurt_no_neighbour() throws Exception {
        useOneLane(GroupCommitWriter.LOCK_LIMIT);
        List<String> texts = List.of("good", "a\0b", "a\uD83Db", "a\uDE00", "\uD83D", "\uD83D\uDE00", "\\u0000");
        List<CompletableFuture<Optional<String>>> notes = new ArrayList<>();
        try (Connection gate = closedGate()) {
            writer.submit(0, new Object(), hold());
            awaitHeld();
            for (int i = 0; i < texts.size(); i++) {
                notes.add(writer.submit(0, i, note(i, texts.get(i))));
            }
            gate.rollback();
        }
        assertThat(notes).allSatisfy(note -> assertThat(note).succeedsWithin(SOON));
        List<String> kept = DATABASE.get()
                .read(handle -> handle.createQuery("select text from note order by id")
                        .mapTo(String.class)
                        .list());
        assertThat(kept).containsExactly("good", "ab", "a\uFFFDb", "a\uFFFD", "\uFFFD", "\uD83D\uDE00", "\\u0000");
        assertThat(number("select count(distinct xmin::text) from note")).isOne();
    }

    @Test
    void bytes_arrive_as_they_are() {
        byte[] every = new byte[256];
        IntStream.range(0, every.length).forEach(i -> every[i] = (byte) i);
        writer.write(0, 1, BatchRow.of(KEEP).with("id", 1).with("bytes", every));
        byte[] kept = DATABASE.get()
                .read(handle -> handle.createQuery("select bytes from kept")
                        .mapTo(byte[].class)
                        .one());
        assertThat(kept).isEqualTo(every);
    }

    private void useOneLane(Duration lockLimit) {
        writer.close();
        writer = GroupCommitWriter.open(DATABASE.settings(), 1, 1000, lockLimit);
    }

    private static Connection closedGate() throws SQLException {
        return locked("select pg_advisory_xact_lock(" + GATE + ")");
    }

    /** Until it is rolled back or closed. */
    private static Connection locked(String sql) throws SQLException {
        Connection connection = ConnectionPools.connect(DATABASE.settings());
        connection.setAutoCommit(false);
        connection.setSchema(Database.SCHEMA);
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
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

    private static BatchRow hold() {
        return BatchRow.of(HOLD).with("id", GATE);
    }

    private static BatchRow set(int coins) {
        return BatchRow.of(SET).with("id", 1).with("coins", coins);
    }

    private static BatchRow take(int purse, int cost) {
        return BatchRow.of(TAKE).with("id", purse).with("cost", cost);
    }

    private static BatchRow note(int id, String text) {
        return BatchRow.of(NOTE).with("id", id).with("text", text);
    }

    /** Its statement runs, so what is submitted from now on goes into another batch. */
    private static void awaitHeld() {
        assertThat(ServerFolders.becomes(() -> number("select count(*)" + HOLDING) > 0))
                .isTrue();
    }

    private static int number(String sql) {
        return DATABASE.get()
                .inTransaction(
                        handle -> handle.createQuery(sql).mapTo(int.class).one());
    }
}
