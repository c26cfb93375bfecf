package dev.darkroom.generation;

import dev.darkroom.database.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Takes waiting generations for one engine, higher priority first. Within a priority the turn goes round the users: each
 * lane, one user's wishes for one model, gives its oldest, and the next claim begins where the last one ended, so that ten
 * thousand wishes of one user do not keep another's single one waiting. Limits per model and user count all engines.
 *
 * <p>Used by the engine's loop alone, so it is not safe for several threads.
 */
final class Claims {
    /** So many lanes beyond the room there is are looked at, for those that are full or have nothing that is due. */
    private static final int MORE_LANES = 50;

    private static final int TURNS = 8;
    private static final String START = "";
    private static final long LIMITS_LOCK = 0x6461726b726f6f6dL;

    private static final String PRIORITIES = """
            with recursive level as (
              (select priority from generation where status = 'PENDING' and hold is null order by priority desc limit 1)
              union all
              select (select max(g.priority) from generation g
                      where g.status = 'PENDING' and g.hold is null and g.priority < level.priority)
              from level where level.priority is not null)
            select priority from level where priority is not null limit 20
            """;

    private static final String TAKE = """
            update generation set status = 'PROCESSING', stage = coalesce(stage, 'SUBMITTING'),
                   owner = :engine, lease_until = clock_timestamp() + make_interval(secs => :lease),
                   epoch = epoch + 1, attempt = attempt + 1,
                   started_at = coalesce(started_at, clock_timestamp()), updated_at = clock_timestamp()
            """;

    private static final String NOTE = """
            , noted as (
              insert into timeline_event (generation_id, lane, kind, attempt, stage, text, actor)
              select id, 'ENGINE', 'CLAIMED', attempt, stage, 'Attempt ' || attempt || ' begins', :actor from claimed)
            """;

    /** The first of each lane from the cursor on, by skipping from lane to lane in the index, and of each its oldest. */
    private static final String FAIRLY =
            """
            with recursive lane as (
              (select user_id, model, 1 as place from generation
               where status = 'PENDING' and hold is null and priority = :priority and (user_id, model) > (:user, :model)
               order by user_id, model limit 1)
              union all
              select n.user_id, n.model, lane.place + 1
              from lane cross join lateral (
                select g.user_id, g.model from generation g
                where g.status = 'PENDING' and g.hold is null and g.priority = :priority
                  and (g.user_id, g.model) > (lane.user_id, lane.model)
                order by g.user_id, g.model limit 1) n
              where lane.place < :lanes),
            running as materialized (
              select model, user_id, count(*) as n from generation
              where :limited and status = 'PROCESSING' group by model, user_id),
            of_models as (
              select l.name, l.at_most - coalesce(sum(r.n), 0) as free
              from run_limit l left join running r on r.model = l.name where l.scope = 'MODEL' group by l.name, l.at_most),
            of_users as (select user_id, sum(n) as n from running group by user_id),
            open as materialized (
              select lane.*, m.free as of_model, coalesce(own.at_most, every.at_most) - coalesce(u.n, 0) as of_user
              from lane left join of_models m on m.name = lane.model
                left join of_users u on u.user_id = lane.user_id
                left join run_limit own on own.scope = 'USER' and own.name = lane.user_id
                left join run_limit every on every.scope = 'USER' and every.name = '*'
              where coalesce(m.free, 1) > 0
                and coalesce(coalesce(own.at_most, every.at_most) - coalesce(u.n, 0), 1) > 0),
            share as (select greatest(1, ceil(cast(:most as numeric) / greatest(1, count(*)))) as rows from open),
            due as (
              select d.id, o.* from (select * from open order by place) o cross join lateral (
                select g.id from generation g
                where g.status = 'PENDING' and g.hold is null and g.priority = :priority
                  and g.user_id = o.user_id and g.model = o.model and g.next_attempt_at <= clock_timestamp()
                order by g.next_attempt_at, g.created_at
                limit (select rows from share) for update skip locked) d
              limit :most),
            chosen as (
              select id from (
                select id, of_model, of_user, row_number() over (partition by model order by place) as n_of_model,
                       row_number() over (partition by user_id order by place) as n_of_user from due) ranked
              where n_of_model <= coalesce(of_model, n_of_model) and n_of_user <= coalesce(of_user, n_of_user)),
            -- where the next claim begins: behind the last lane that gave something, or that was looked at
            last as (
              (select user_id, model, false as ended from due where (select count(*) from due) >= :most
               order by place desc limit 1)
              union all
              (select user_id, model, place < :lanes from lane order by place desc limit 1)
              limit 1),
            claimed as (
            """ + TAKE + " where id = any(array(select id from chosen)) returning *)" + NOTE + """
            select claimed.*, last.user_id as last_user, last.model as last_model, last.ended
            from last left join claimed on true
            """;

    /** While a service is paused: only what fal.ai has already, and with the storage paused only what is not there yet. */
    private static final String RESUMED = "with claimed as (" + TAKE + """
             where id = any(array(
              select id from generation
              where status = 'PENDING' and hold is null and request_id is not null and next_attempt_at <= clock_timestamp()
                and (:storing or stage = 'SUBMITTED')
              order by next_attempt_at limit :most for update skip locked))
            returning *)""" + NOTE + "select * from claimed";

    private final Database database;
    private final UUID engine;
    private String user = START;
    private String model = START;

    Claims(Database database, UUID engine) {
        this.database = database;
        this.engine = engine;
    }

    /** At most so many that are due, in a fair order. */
    List<Generation> take(int most) {
        return database.inTransaction(handle -> {
            boolean limited = lockLimits(handle);
            List<Generation> taken = new ArrayList<>();
            for (int priority :
                    handle.createQuery(PRIORITIES).mapTo(Integer.class).list()) {
                if (taken.size() < most) {
                    round(handle, priority, limited, most, taken);
                }
            }
            return taken;
        });
    }

    /** At most so many whose job is at fal.ai already; {@code storing} leaves out those that would need the storage. */
    List<Generation> takeResumable(int most, boolean storing) {
        return database.inTransaction(handle -> handle.createQuery(RESUMED)
                .bind("engine", engine)
                .bind("actor", Engine.actor(engine))
                .bind("lease", RunJournal.LEASE.toSeconds())
                .bind("storing", storing)
                .bind("most", most)
                .map(new GenerationMapper())
                .list());
    }

    /**
     * Engines that count against limits must not count at the same time. The lock is a statement of its own: the snapshot
     * of one that waited for it inside would be older than the lock.
     */
    private static boolean lockLimits(Handle handle) {
        boolean limited = handle.createQuery("select exists (select from run_limit)")
                .mapTo(Boolean.class)
                .one();
        if (limited) {
            handle.createQuery("select pg_advisory_xact_lock(:lock)")
                    .bind("lock", LIMITS_LOCK)
                    .mapTo(String.class)
                    .list();
        }
        return limited;
    }

    /** Turn after turn until there is no room or a turn from the first lane to the last one gave nothing. */
    private void round(Handle handle, int priority, boolean limited, int most, List<Generation> taken) {
        boolean whole;
        int before;
        int turns = 0;
        do {
            whole = user.equals(START);
            before = taken.size();
            whole &= turn(handle, priority, limited, most, taken);
        } while (++turns < TURNS && taken.size() < most && !(whole && taken.size() == before));
    }

    /** True when no lane is left behind the cursor, which then stands at the start again. */
    private boolean turn(Handle handle, int priority, boolean limited, int most, List<Generation> taken) {
        int room = most - taken.size();
        GenerationMapper mapper = new GenerationMapper();
        boolean[] ended = {true};
        handle.createQuery(FAIRLY)
                .bind("priority", priority)
                .bind("user", user)
                .bind("model", model)
                .bind("lanes", room + MORE_LANES)
                .bind("limited", limited)
                .bind("most", room)
                .bind("engine", engine)
                .bind("actor", Engine.actor(engine))
                .bind("lease", RunJournal.LEASE.toSeconds())
                .map((row, context) -> {
                    ended[0] = row.getBoolean("ended");
                    user = row.getString("last_user");
                    model = row.getString("last_model");
                    return row.getString("id") == null ? null : mapper.map(row, context);
                })
                .forEach(generation -> {
                    if (generation != null) {
                        taken.add(generation);
                    }
                });
        if (ended[0]) {
            user = START;
            model = START;
        }
        return ended[0];
    }
}
