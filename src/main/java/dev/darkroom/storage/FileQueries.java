package dev.darkroom.storage;

import dev.darkroom.database.DatabaseReader;
import dev.darkroom.database.WhereClause;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the console asks about stored files, in pages by key or counted up to a limit. Blocks. */
public final class FileQueries {
    private final DatabaseReader database;

    public FileQueries(DatabaseReader database) {
        this.database = database;
    }

    /** How many files a filter lets through and what they weigh, counted up to a limit. */
    public record Totals(long files, long bytes) {}

    /**
     * Files in the order of the filter's view, the newest or largest first.
     *
     * @param after the last file of the page before, null for the first page
     */
    public List<StoredFile> files(FileFilter filter, @Nullable StoredFile after, int limit) {
        return files(filter, false, after, limit);
    }

    /** The same, with the oldest or smallest first when {@code ascending}. */
    public List<StoredFile> files(FileFilter filter, boolean ascending, @Nullable StoredFile after, int limit) {
        WhereClause where = filter.where();
        if (after != null) {
            where.and(filter.view().behind(ascending), "id", after.id());
            switch (filter.view()) {
                case NEWEST, MISSING -> where.and("true", "createdAt", after.createdAt());
                case LARGEST ->
                    where.and(
                            "true", "bytes", Optional.ofNullable(after.bytes()).orElse(0L));
            }
        }
        return database.read(handle -> where.bind(handle.createQuery(
                        """
                        select f.*, g.user_id, g.model, left(g.prompt, 200) as prompt
                        from stored_file f join generation g on g.id = f.generation_id
                        %s order by %s limit :limit
                        """.formatted(where.sql(), filter.view().order(ascending))))
                .bind("limit", limit)
                .mapTo(StoredFile.class)
                .list());
    }

    /** Counted among the first {@code bound} files that are found. */
    public Totals totals(FileFilter filter, int bound) {
        WhereClause where = filter.where();
        return database.read(handle -> where.bind(handle.createQuery("""
                        select count(*) as files, coalesce(sum(bytes), 0)::bigint as bytes
                        from (select f.bytes from stored_file f join generation g on g.id = f.generation_id
                              %s limit :bound) f
                        """.formatted(where.sql())))
                .bind("bound", bound)
                .mapTo(Totals.class)
                .one());
    }

    /** How many files were stored in each minute of the last hour, the oldest first. */
    public List<Long> lastHour() {
        return database.read(handle -> handle.createQuery("""
                        select count(f.id) from generate_series(
                          date_trunc('minute', now()) - interval '59 minutes', now(), interval '1 minute') m
                        left join (select id, created_at from stored_file where created_at > now() - interval '1 hour') f
                          on date_trunc('minute', f.created_at) = m
                        group by m order by m
                        """).mapTo(Long.class).list());
    }

    /** All files of a generation in the order of its result. */
    public List<StoredFile> ofGeneration(UUID generation) {
        return database.read(handle -> StorageRepository.ofGeneration(handle, generation));
    }

    public Optional<StoredFile> find(UUID id) {
        return database.read(handle -> StorageRepository.find(handle, id));
    }

    /** The file of a generation that lies at this path. */
    public Optional<StoredFile> atPath(UUID generation, String path) {
        return database.read(handle -> handle.createQuery("""
                        select f.*, g.user_id, g.model, left(g.prompt, 200) as prompt
                        from stored_file f join generation g on g.id = f.generation_id
                        where f.generation_id = :generation and f.path = :path
                        """)
                .bind("generation", generation)
                .bind("path", path)
                .mapTo(StoredFile.class)
                .findFirst());
    }

    /** The newest file there is: cheap enough to ask each second. */
    public Optional<UUID> newest() {
        return database.read(
                handle -> handle.createQuery("select id from stored_file order by created_at desc, id desc limit 1")
                        .mapTo(UUID.class)
                        .findOne());
    }
}
