package dev.darkroom.storage;

import dev.darkroom.database.Database;

/** Fills a database with completed generations of user-1 to user-5, each with files, by plain SQL; every hundredth file is missing. */
public final class FileSeed {
    private static final String GENERATIONS = """
            insert into generation (id, user_id, model, kind, input, prompt, credits, status, created_by, finished_at)
            select md5('g' || g)::uuid, 'user-' || 1 + g % 5, 'm', 'IMAGE', '{}', 'p', 10, 'COMPLETED', 'test', now()
            from generate_series(1, :generations) g
            """;
    private static final String FILES = """
            insert into stored_file (id, generation_id, position, state, name, source_url, bucket, path, content_type, bytes,
                                     sha256, error, created_at)
            select md5(g || 'f' || p)::uuid, md5('g' || g)::uuid, p, case when missing then 'MISSING' else 'STORED' end,
                   p || '-ridge.png', 'https://fal.media/x', 'generations',
                   'user-' || 1 + g % 5 || '/' || md5('g' || g)::uuid || '/' || p || '-ridge.png',
                   case when missing then null when p = 0 then 'image/png' when p = 1 then 'video/mp4' else 'application/json' end,
                   case when not missing then 1000 * (g % 50) end,
                   case when not missing then md5(g || 'a' || p) || md5(g || 'b' || p) end,
                   case when missing then to_jsonb('The bucket refused it.'::text) end,
                   now() - make_interval(secs => g / 3)
            from (select g, p, (g * :each + p) % 100 = 0 as missing
                  from generate_series(1, :generations) g, generate_series(0, :each - 1) p) f
            """;

    private FileSeed() {}

    public static void fill(Database database, int generations, int each) {
        database.useTransaction(handle -> {
            handle.execute("insert into account (user_id) select 'user-' || u from generate_series(1, 5) u");
            handle.createUpdate(GENERATIONS).bind("generations", generations).execute();
            handle.createUpdate(FILES)
                    .bind("generations", generations)
                    .bind("each", each)
                    .execute();
            handle.execute("analyze");
        });
    }
}
