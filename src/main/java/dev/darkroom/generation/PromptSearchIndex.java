package dev.darkroom.generation;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The table for searching the words of prompts and users, filled in order of creation beside the engine. It is used only where
 * the server has pg_trgm, without which there is no trigram index.
 */
public final class PromptSearchIndex {
    /** Inserts from {@code changed}, for the transition that changes a prompt. */
    static final String REPLACE = """
            insert into prompt_search (generation_id, created_at, words)
            select id, created_at, lower(user_id || e'\\n' || prompt) from changed
            on conflict (generation_id) do update set words = excluded.words
            """;

    private static final int BATCH = 1_000;
    /** Allows for a row whose timestamp was taken before its transaction had written anything. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private static final String FILLED_UNTIL = """
            select filled_at from prompt_search_progress where to_regclass('darkroom.prompt_search_words') is not null
            """;

    private static final String HAS_MORE = """
            select to_regclass('darkroom.prompt_search_words') is not null and exists (
              select from generation where (created_at, id) > (
                (select filled_at from prompt_search_progress), (select filled_id from prompt_search_progress)))
            """;

    /** Does not wait for a barrier of another server whose data was restored here. */
    private static final String SETTLE = """
            update prompt_search_progress set
              settled_at = case when barrier < pg_snapshot_xmin(pg_current_snapshot()) then barrier_at else settled_at end,
              barrier_at = clock_timestamp(), barrier = pg_current_xact_id()
            where barrier < pg_snapshot_xmin(pg_current_snapshot()) or barrier > pg_current_xact_id()
            """;

    private static final String FILL = """
            with next as materialized (
              select id, created_at, user_id, prompt from generation
              where (created_at, id) > (
                  (select filled_at from prompt_search_progress), (select filled_id from prompt_search_progress))
                and created_at < (select settled_at from prompt_search_progress) - make_interval(secs => :margin)
              order by created_at, id limit :batch),
            filled as (
              insert into prompt_search (generation_id, created_at, words)
              select id, created_at, lower(user_id || e'\\n' || prompt) from next
              on conflict (generation_id) do nothing),
            moved as (
              update prompt_search_progress set filled_at = l.created_at, filled_id = l.id
              from (select created_at, id from next order by created_at desc, id desc limit 1) l)
            select count(*) from next
            """;

    private PromptSearchIndex() {}

    /** Returns the time before which every generation is indexed; empty where there is no index. */
    public static Optional<Instant> filledUntil(Handle handle) {
        return handle.createQuery(FILLED_UNTIL)
                .mapTo(OffsetDateTime.class)
                .findOne()
                .map(OffsetDateTime::toInstant);
    }

    /** Copies the next batch; returns true when more can be copied now. */
    public static boolean fill(Handle handle) {
        return fill(handle, MARGIN);
    }

    static boolean fill(Handle handle, Duration margin) {
        if (!handle.createQuery(HAS_MORE).mapTo(Boolean.class).one()) {
            return false;
        }
        handle.execute(SETTLE);
        return handle.createQuery(FILL)
                        .bind("batch", BATCH)
                        .bind("margin", margin.toSeconds())
                        .mapTo(Integer.class)
                        .one()
                == BATCH;
    }
}
