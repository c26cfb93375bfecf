package dev.darkroom.generation;

import dev.darkroom.database.Database;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis;
import java.time.Duration;
import java.util.UUID;

/** Rows written by SQL with their ledger entries and accounts, far more than an engine would create in a test. */
public final class SeededGenerations {
    public static final UUID ENGINE = UUID.fromString("e0910001-0000-4000-8000-000000000001");
    public static final UUID DEAD_ENGINE = UUID.fromString("dead0001-0000-4000-8000-000000000002");

    private static final String JOB = """
            insert into fal_job (request_id, generation_id, attempt, status_url, response_url, cancel_url)
            select request_id, id, 1, 'https://queue.fal.run/s', 'https://queue.fal.run/r', 'https://queue.fal.run/c'
            from generation where id = :id and request_id is not null
            """;

    private final Database database;

    public SeededGenerations(Database database) {
        this.database = database;
    }

    /** One engine that is heard for as long as any test lasts, and one that was last heard an hour ago. */
    public SeededGenerations engines() {
        database.useTransaction(handle -> handle.createUpdate("""
                        insert into engine (id, host, process, version, capacity, state, in_flight, heartbeat_at)
                        values (:alive, 'host-1', 11, 'test', 200, 'RUNNING', 38, now() + interval '1 hour'),
                               (:dead, 'host-2', 12, 'test', 200, 'RUNNING', 3, now() - interval '1 hour')
                        """)
                .bind("alive", ENGINE)
                .bind("dead", DEAD_ENGINE)
                .execute());
        return this;
    }

    public SeededGenerations users(String... names) {
        for (String name : names) {
            database.useTransaction(
                    handle -> handle.createUpdate("""
                            with a as (insert into account (user_id, balance, version) values (:user, 5000, 1) returning 1)
                            insert into credit_transaction (user_id, version, kind, amount, balance_after, reason, actor)
                            select :user, 1, 'GRANT', 5000, 5000, 'seed', 'test' from a
                            """).bind("user", name).execute());
        }
        return this;
    }

    /** {@code count} completed and failed ones of ten users and three models, a second apart, the newest now. */
    public SeededGenerations many(int count) {
        database.useTransaction(handle -> {
            handle.execute(
                    "insert into account (user_id) select 'user-' || n from generate_series(0, 9) n on conflict do nothing");
            handle.createUpdate("""
                            insert into generation (id, user_id, model, kind, input, prompt, credits, status, attempt, created_at,
                                                    started_at, finished_at, updated_at, refunded, request_id, error_kind, error_code,
                                                    error, media_path, media_url, media_url_expires_at, files_stored, created_by)
                            select md5('g' || n)::uuid, 'user-' || n % 10,
                                   (array['fal-ai/flux/dev', 'fal-ai/flux/schnell', 'fal-ai/stable-audio'])[1 + n % 3],
                                   (array['IMAGE', 'IMAGE', 'AUDIO'])[1 + n % 3], jsonb_build_object('prompt', 'picture ' || n),
                                   'picture number ' || n || case when n % 5000 = 7 then ' of a heron' else '' end, 4,
                                   case when n % 20 = 0 then 'FAILED' else 'COMPLETED' end, 1, t, t, t + interval '9 s',
                                   t + interval '9 s', n % 20 = 0, 'request-' || n,
                                   case when n % 20 = 0 then 'FINAL' end, case when n % 20 = 0 then 'content_policy' end,
                                   case when n % 20 = 0 then 'The prompt was refused by the content policy.' end,
                                   case when n % 20 > 0 then 'user-' || n % 10 || '/x.png' end,
                                   case when n % 20 > 0 then 'http://127.0.0.1/x.png' end,
                                   case when n % 20 > 0 then now() + interval '6 days' end, 1, 'seed'
                            from (select n, now() - make_interval(secs => n) as t from generate_series(1, :count) n) s
                            """).bind("count", count).execute();
            handle.execute("""
                    insert into fal_job (request_id, generation_id, attempt, status_url, response_url, cancel_url)
                    select request_id, id, 1, 'https://queue.fal.run/s', 'https://queue.fal.run/r', 'https://queue.fal.run/c'
                    from generation where created_by = 'seed' on conflict do nothing
                    """);
        });
        return this;
    }

    /** One row; {@code set} are further columns as in an UPDATE, {@code age} is that of its creation. */
    public UUID one(String user, String model, long credits, Duration age, String set) {
        UUID id = UUID.randomUUID();
        one(id, user, model, credits, age, set);
        return id;
    }

    public void one(UUID id, String user, String model, long credits, Duration age, String set) {
        String kind = model.contains("video")
                ? "VIDEO"
                : model.contains("audio") || model.contains("tts") ? "AUDIO" : "IMAGE";
        database.useTransaction(handle -> {
            handle.createQuery("""
                            select outcome from create_generation(:id, :user, :model, :kind,
                              jsonb_build_object('prompt', 'a heron at dawn', 'seed', 81723), 'a heron at dawn', :credits,
                              null, 'the web app', 5)
                            """)
                    .bind("id", id)
                    .bind("user", user)
                    .bind("model", model)
                    .bind("kind", kind)
                    .bind("credits", credits)
                    .mapTo(String.class)
                    .one();
            handle.createUpdate(
                            "update timeline_event set at = now() - make_interval(secs => :age) where generation_id = :id")
                    .bind("id", id)
                    .bind("age", age.toSeconds())
                    .execute();
            handle.createUpdate("update generation set created_at = now() - make_interval(secs => :age) where id = :id")
                    .bind("id", id)
                    .bind("age", age.toSeconds())
                    .execute();
            if (!set.isEmpty()) {
                handle.createUpdate("update generation set " + set + " where id = :id")
                        .bind("id", id)
                        .execute();
                handle.createUpdate(JOB).bind("id", id).execute();
            }
        });
    }

    /** What the monitor writes when it has found it, for rows that no monitor looks at. */
    public static String flagged(GenerationDiagnosis.Cause cause) {
        return ", attention_cause = '" + cause + "', attention_since = now()";
    }

    /** What an engine's claim sets. */
    public static String processing(UUID engine, GenerationStage stage) {
        return "status = 'PROCESSING', owner = '" + engine + "', lease_until = now() + interval '5 min', epoch = 1,"
                + " attempt = greatest(attempt, 1), started_at = now(), stage = '" + stage + "'"
                + (stage == GenerationStage.SUBMITTING ? "" : ", " + request())
                + (stage.compareTo(GenerationStage.RENDERED) >= 0
                        ? ", result = '{}', rendered_at = now() - interval '2 s'"
                        : "");
    }

    /** What the answer to a submit sets. */
    public static String request() {
        return "request_id = 'req-' || id, submit_started_at = created_at, submitted_at = created_at + interval '1 s'";
    }
}
