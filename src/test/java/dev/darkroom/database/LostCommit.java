package dev.darkroom.database;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * A database whose connection breaks between a commit and its response. It is triggered by the database itself: a trigger
 * delays the commit until the connection is silent, then the connection is cut. The row exists, and no client was told.
 */
public final class LostCommit implements AutoCloseable {
    private static final long LOCK = 7_003_001;

    private final Jdbi direct;
    private final TcpProxy wire;
    private final Database behind;

    public LostCommit(Database database) throws IOException {
        DatabaseSettings right = database.settings();
        direct = Jdbi.create("jdbc:postgresql://" + right.address(), right.user(), right.password());
        wire = TcpProxy.before(right);
        behind = Database.open(wire.settings(right));
        direct.useHandle(handle -> handle.execute("""
                create or replace function darkroom.wait_for_wire() returns trigger language plpgsql as $$
                begin
                  perform pg_advisory_xact_lock_shared(7003001);
                  return null;
                end $$
                """));
    }

    /** What breaks loses the answer to its next commit. */
    public Database database() {
        return behind;
    }

    /** Runs {@code begin}, which starts a write of this table elsewhere, and loses the answer to its commit. */
    public <T> T loseTheAnswer(String table, Callable<T> begin) throws Exception {
        direct.useHandle(handle -> handle.execute("create constraint trigger wait_for_wire after insert on darkroom."
                + table + " deferrable initially deferred for each row execute function darkroom.wait_for_wire()"));
        try (Handle holder = direct.open()) {
            holder.execute("select pg_advisory_lock(?)", LOCK);
            T begun = begin.call();
            await(
                    holder,
                    "select exists (select from pg_locks where locktype = 'advisory' and objid = 7003001 and not granted)");
            wire.silence(Duration.ofMinutes(1));
            long before = count(holder, table);
            holder.execute("select pg_advisory_unlock(?)", LOCK);
            while (count(holder, table) == before) {
                Thread.sleep(Duration.ofMillis(10));
            }
            // The row can be seen a moment before the answer to its commit is sent.
            wire.cut();
            wire.silence(Duration.ZERO);
            return begun;
        } finally {
            direct.useHandle(handle -> handle.execute("drop trigger wait_for_wire on darkroom." + table));
        }
    }

    private static long count(Handle handle, String table) {
        return handle.createQuery("select count(*) from darkroom." + table)
                .mapTo(Long.class)
                .one();
    }

    private static void await(Handle handle, String condition) throws InterruptedException {
        while (!handle.createQuery(condition).mapTo(Boolean.class).one()) {
            Thread.sleep(Duration.ofMillis(10));
        }
    }

    @Override
    public void close() throws IOException {
        behind.close();
        wire.close();
    }
}
