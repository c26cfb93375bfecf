package dev.darkroom.generation.engine;

import dev.darkroom.database.AdvisoryLock;
import dev.darkroom.database.Database;
import dev.darkroom.generation.BulkTransition;
import dev.darkroom.generation.EngineName;
import dev.darkroom.generation.FencingToken;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.GenerationMapper;
import dev.darkroom.generation.GenerationRepository;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Claims waiting generations for one engine, higher priority first. Within a priority the users take turns: each lane, which is
 * one user's requests for one model, gives its oldest, and the next claim resumes where the last one ended, so that ten
 * thousand requests of one user do not block another user's single one. Limits per model and user count the runs of all
 * engines.
 *
 * <p>Used by the engine's loop alone, so it is not safe for several threads.
 */
public final class GenerationClaimer {
    /** How many lanes beyond the free capacity are examined, to make up for lanes that are full or have nothing due. */
    private static final int EXTRA_LANES = 50;

    /** How many times as many lanes one turn may skip at most to find those. */
    private static final int SKIP_FACTOR = 2;

    private static final int MAX_TURNS = 8;
    private static final String START = "";
    /** A row of up to this many bytes is never too large. */
    private static final int SMALL_ROW_BYTES = 65_536;

    private static final String PRIORITIES = """
            with recursive level as (
              (select priority from generation where status = 'PENDING' and hold is null order by priority desc limit 1)
              union all
              select (select max(g.priority) from generation g
                      where g.status = 'PENDING' and g.hold is null and g.priority < level.priority)
              from level where level.priority is not null)
            select priority from level where priority is not null limit 1000
            """;

    private static final String NOTED = ", noted as (" + BulkTransition.CLAIM_NOTED + ")";

    /** How many more may run: counts only up to the limit, in an index that holds running generations only. */
    private static final String ROOM = """
            %2$s.at_most - (select count(*) from (
              select from generation r
              where (case when r.status = 'PROCESSING' then r.%1$s end) = %3$s limit %2$s.at_most) running)
            """;

    /**
     * The first lanes from the cursor on, found by skipping from lane to lane in the index, and the oldest generation of each.
     * Lanes of a model without room are skipped; {@code place} counts the others.
     */
    private static final String FAIR_CLAIM =
            """
            with recursive of_models as materialized (
              select l.name,
              """ + ROOM.formatted("model", "l", "l.name") + """
                as free from run_limit l where l.scope = 'MODEL'),
            lane as (
              select f.*, 1 as seen, cast(coalesce(of_model, 1) > 0 as integer) as place from (
                select o.*, (select free from of_models where name = o.model) as of_model from (
                  select user_id, model from generation
                  where status = 'PENDING' and hold is null and priority = :priority and (user_id, model) > (:user, :model)
                  order by user_id, model limit 1) o offset 0) f
              union all
              select n.*, lane.seen + 1, lane.place + cast(coalesce(n.of_model, 1) > 0 as integer)
              from lane cross join lateral (
                select o.*, (select free from of_models where name = o.model) as of_model from (
                  select g.user_id, g.model from generation g
                  where g.status = 'PENDING' and g.hold is null and g.priority = :priority
                    and (g.user_id, g.model) > (lane.user_id, lane.model)
                  order by g.user_id, g.model limit 1) o offset 0) n
              where lane.place < :lanes and lane.seen < :seen),
            -- each user is counted once, at the first of the lanes, which come in the order of the users
            roomy as (
              select lane.*, lag(user_id) over (order by seen) is distinct from user_id as first
              from lane where coalesce(of_model, 1) > 0),
            counted as (
              select roomy.*, case when first then (
                select
                """ + ROOM.formatted("user_id", "u", "roomy.user_id") + """
                from (select coalesce(
                        (select at_most from run_limit where scope = 'USER' and name = roomy.user_id),
                        (select at_most from run_limit where scope = 'USER' and name = '*')) as at_most offset 0) u
                where u.at_most is not null) end as room
              from roomy),
            open as materialized (
              -- without naming room a second time, which would count it again
              select * from (
                select user_id, model, of_model, place, max(room) over (partition by user_id) as of_user from counted) c
              where coalesce(of_user, 1) > 0),
            share as (select greatest(1, ceil(cast(:most as numeric) / greatest(1, count(*)))) as rows from open),
            due as (
              select d.*, o.* from (select * from open order by place) o cross join lateral (
                select g.id, pg_column_size(g.input) + coalesce(pg_column_size(g.result), 0) as bytes from generation g
                where g.status = 'PENDING' and g.hold is null and g.priority = :priority
                  and g.user_id = o.user_id and g.model = o.model and g.next_attempt_at <= clock_timestamp()
                order by g.next_attempt_at, g.created_at
                limit (select rows from share) for update skip locked) d
              limit :most),
            chosen as (
              select id from (
                select id, bytes, sum(bytes) over (order by place rows unbounded preceding) - bytes as before,
                       of_model, of_user, row_number() over (partition by model order by place) as n_of_model,
                       row_number() over (partition by user_id order by place) as n_of_user from due) ranked
              where n_of_model <= coalesce(of_model, n_of_model) and n_of_user <= coalesce(of_user, n_of_user)
                and (bytes <= :small or before < :bytes)),
            -- where the next claim begins: behind the last lane that gave something, or that was looked at
            last as (
              (select user_id, model, false as ended from due where (select count(*) from due) >= :most
               order by place desc limit 1)
              union all
              (select user_id, model, place < :lanes and seen < :seen from lane order by seen desc limit 1)
              limit 1),
            claimed as (
            """
                    + BulkTransition.CLAIM
                    + " where g.id = any(array(select id from chosen)) returning g.*)" + NOTED + """
            select g.*, j.status_url, j.response_url, j.cancel_url, last.user_id as last_user, last.model as last_model,
                   last.ended,
                   exists (select from due group by place having count(*) >= (select rows from share)) as more
            from last left join claimed g on true
            """
                    + GenerationMapper.WITH_JOB;

    /**
     * While a service is paused: only generations whose job fal.ai has, or may have, finished results first; and those without
     * a known job that an operator wants to cancel, which end without sending anything.
     */
    private static final String RESUMED = resumed("""
            next_attempt_at <= clock_timestamp()
            and case when request_id is null then :looking or cancel_requested_at is not null
                when stage = 'SUBMITTED' then :following
                when stage = 'SIGNING' then :signing else :storing end
            """);

    /** A result that waits for this service, due or not. */
    private static final String UNSTORED_RESULT = """
            request_id is not null and stage in ('RENDERED', 'STORING')
            and (next_attempt_at <= clock_timestamp() or waits_for = :service)
            """;

    private static final String UNSTORED = resumed(UNSTORED_RESULT);

    private static String resumed(String condition) {
        return "with claimed as (" + BulkTransition.CLAIM + """
             where g.id = any(array(
              select id from generation
              where status = 'PENDING' and hold is null and epoch > 0
                and (request_id is not null or submit_started_at is not null or cancel_requested_at is not null) and
            """ + condition + """
              order by stage = 'SUBMITTED', next_attempt_at limit :most for update skip locked))
            returning g.*)""" + NOTED
                + GenerationMapper.select("claimed g");
    }

    private final Database database;
    private final UUID engine;
    private String user = START;
    private String model = START;

    public GenerationClaimer(Database database, UUID engine) {
        this.database = database;
        this.engine = engine;
    }

    /** Claims at most this many due generations in a fair order, however large they are. */
    public List<Generation> claim(int limit) {
        return claim(limit, Long.MAX_VALUE);
    }

    /**
     * Claims at most this many due generations in a fair order.
     *
     * @param bytes the total for large ones, by their size in the table; the last of them may exceed it
     */
    List<Generation> claim(int limit, long bytes) {
        return database.inTransaction(GenerationRepository.LOCK_LIMIT, handle -> {
            List<Integer> priorities =
                    handle.createQuery(PRIORITIES).mapTo(Integer.class).list();
            if (priorities.isEmpty()) {
                return List.of();
            }
            lockLimits(handle);
            List<Generation> taken = new ArrayList<>();
            for (int priority : priorities) {
                if (taken.size() < limit) {
                    round(handle, priority, limit, bytes, taken);
                }
            }
            return taken;
        });
    }

    /**
     * Which generations can go on although a service is paused.
     *
     * @param looking those that look for their job, whose submit had no answer
     * @param following those that poll fal.ai
     * @param storing those with a result whose files are to be fetched and stored
     * @param signing those whose files are stored
     */
    record Resumable(boolean looking, boolean following, boolean storing, boolean signing) {}

    /** Claims at most this many generations whose job is at fal.ai already. */
    List<Generation> claimResumable(int limit, Resumable which) {
        return resume(
                RESUMED,
                limit,
                Map.of(
                        "looking", which.looking,
                        "following", which.following,
                        "storing", which.storing,
                        "signing", which.signing));
    }

    /** Claims the result that has waited longest for its next attempt at storing, to test this service with it. */
    List<Generation> claimUnstored(ServiceCircuitBreaker.Service service) {
        return resume(UNSTORED, 1, Map.of("service", service));
    }

    /**
     * Whether a new generation may test a service that results wait for. First the results that wait do, as they are paid for
     * already; but those tried in this pause may themselves be what is wrong. Of the new ones few are at fal.ai at a time, and
     * each doubles the time until the next, as its result may have to wait as well.
     */
    boolean lacksResultsToTest(ServiceCircuitBreaker.Service service, Duration probeAfter) {
        return database.inTransaction(handle -> handle.createQuery("""
                        select count(tests.stage) filter (where tests.stage in ('SUBMITTING', 'SUBMITTED')) < :enough
                           and paused.since + make_interval(secs => :after * power(2, least(1 + count(tests.stage), 20)))
                               < clock_timestamp()
                           and (select count(*) < :enough from (
                                  select from generation
                                  where status = 'PENDING' and hold is null and epoch > 0 and updated_at < paused.since and
                        """ + UNSTORED_RESULT + """
                                  limit :enough) untried)
                        from (select since from pause where service = :service and ended_at is null) paused
                        left join (
                          select stage, coalesce(submit_started_at, updated_at) as sent_at from generation
                          where status = 'PROCESSING' and stage <> 'SIGNING'
                          union all
                          select stage, submit_started_at from generation
                          where status = 'PENDING' and hold is null and epoch > 0 and request_id is not null
                            and stage <> 'SIGNING') tests
                          on tests.sent_at > paused.since + make_interval(secs => :after)
                        group by paused.since
                        """)
                .bind("service", service)
                .bind("enough", ServiceCircuitBreaker.MAX_SILENCES)
                .bind("after", ServiceCircuitBreaker.seconds(probeAfter))
                .mapTo(Boolean.class)
                .findOne()
                .orElse(false));
    }

    private List<Generation> resume(String sql, int limit, Map<String, ?> conditions) {
        return database.inTransaction(
                GenerationRepository.LOCK_LIMIT,
                handle -> handle.createQuery(sql)
                        .bind("engine", engine)
                        .bind("actor", EngineName.of(engine))
                        .bind("lease", FencingToken.LEASE.toSeconds())
                        .bindMap(conditions)
                        .bind("most", limit)
                        .map(new GenerationMapper())
                        .list());
    }

    /** Engines must not count their runs against limits concurrently. */
    private static void lockLimits(Handle handle) {
        boolean limited = handle.createQuery("select exists (select from run_limit)")
                .mapTo(Boolean.class)
                .one();
        if (limited) {
            AdvisoryLock.CLAIM_QUOTAS.lock(handle);
        }
    }

    /**
     * @param ended no lane is left after the cursor, which is then back at the start
     * @param more a lane gave all that it may give in one turn, so it may have more
     */
    private record Turn(boolean ended, boolean more) {}

    /** Takes turns until there is no room, or a turn from the first lane to the last leaves nothing. */
    private void round(Handle handle, int priority, int limit, long bytes, List<Generation> taken) {
        boolean fromStart;
        int before;
        Turn turn;
        int turns = 0;
        do {
            fromStart = user.equals(START);
            before = taken.size();
            turn = turn(handle, priority, limit, bytes, taken);
        } while (++turns < MAX_TURNS
                && taken.size() < limit
                && !(fromStart && turn.ended && (!turn.more || taken.size() == before)));
    }

    private Turn turn(Handle handle, int priority, int limit, long bytes, List<Generation> taken) {
        int room = limit - taken.size();
        GenerationMapper mapper = new GenerationMapper();
        Turn[] last = {new Turn(true, false)};
        handle.createQuery(FAIR_CLAIM)
                .bind("priority", priority)
                .bind("user", user)
                .bind("model", model)
                .bind("lanes", room + EXTRA_LANES)
                .bind("seen", SKIP_FACTOR * (room + EXTRA_LANES))
                .bind("most", room)
                .bind("small", SMALL_ROW_BYTES)
                .bind("bytes", bytes - RunsInFlight.bytes(taken))
                .bind("engine", engine)
                .bind("actor", EngineName.of(engine))
                .bind("lease", FencingToken.LEASE.toSeconds())
                .map((row, context) -> {
                    last[0] = new Turn(row.getBoolean("ended"), row.getBoolean("more"));
                    user = row.getString("last_user");
                    model = row.getString("last_model");
                    return row.getString("id") == null ? null : mapper.map(row, context);
                })
                .forEach(generation -> {
                    if (generation != null) {
                        taken.add(generation);
                    }
                });
        if (last[0].ended) {
            user = START;
            model = START;
        }
        return last[0];
    }
}
