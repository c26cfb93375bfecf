package dev.darkroom.storage;

import dev.darkroom.database.DatabaseReader;
import dev.darkroom.database.WhereClause;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The console's queries for stored files, as keyset pages or as counts up to a limit. Blocks. */
public final class FileQueries {
    private final DatabaseReader database;

    public FileQueries(DatabaseReader database) {
        this.database = database;
    }

    /** The number and total size of the files matching a filter, counted up to a limit. */
    public record Totals(long files, long bytes) {}

    /**
     * Returns files in the order of the filter's view, newest or largest first.
     *
     * @param after the last file of the previous page, null for the first page
     */
    public List<StoredFile> files(FileFilter filter, @Nullable StoredFile after, int limit) {
        return files(filter, false, after, limit);
    }

    /** Returns files as above, oldest or smallest first when {@code ascending}. */
    public List<StoredFile> files(FileFilter filter, boolean ascending, @Nullable StoredFile after, int limit) {
        WhereClause where = filter.where();
        if (after != null) {
            where.and(filter.view().afterCondition(ascending), "id", after.id());
            switch (filter.view()) {
                case NEWEST, MISSING -> where.and("true", "createdAt", after.createdAt());
                case LARGEST ->
                    where.and(
                            "true", "bytes", Optional.ofNullable(after.bytes()).orElse(0L));
            }
        }
        return database.read(handle -> where.bind(handle.createQuery("select " + StoredFile.COLUMNS
                        + """
                         from stored_file f join generation g on g.id = f.generation_id
                        %s order by %s limit :limit
                        """.formatted(where.sql(), filter.view().order(ascending))))
                .bind("limit", limit)
                .mapTo(StoredFile.class)
                .list());
    }

    /** Counts among the first {@code bound} matching files. */
    public Totals totals(FileFilter filter, int bound) {
        WhereClause where = filter.where();
        return database.read(handle -> where.bind(handle.createQuery("""
                        select count(*) as files, coalesce(sum(bytes), 0)::bigint as bytes
                        from (select f.bytes from stored_file f %s %s limit :bound) f
                        """.formatted(
                        // most counts are of all files, and their generations need not be read
                        where.sql().contains("g.") ? "join generation g on g.id = f.generation_id" : "", where.sql())))
                .bind("bound", bound)
                .mapTo(Totals.class)
                .one());
    }

    /** The number and total size of the files of a user or type. */
    public record Share(String name, long files, long bytes) {}

    /** Returns the matching files grouped by type, largest total size first. */
    public List<Share> byType(FileFilter filter) {
        return shares(filter, "coalesce(f.content_type, '')", 100);
    }

    /** Returns the matching files grouped by user, at most {@code limit} groups. */
    public List<Share> byUser(FileFilter filter, int limit) {
        return shares(filter, "g.user_id", limit);
    }

    private List<Share> shares(FileFilter filter, String by, int limit) {
        WhereClause where = filter.where();
        return database.read(handle -> where.bind(handle.createQuery("""
                        select %s as name, count(*) as files, coalesce(sum(f.bytes), 0)::bigint as bytes
                        from stored_file f join generation g on g.id = f.generation_id
                        %s group by 1 order by 3 desc, 1 limit :most
                        """.formatted(by, where.sql())))
                .bind("most", limit)
                .mapTo(Share.class)
                .list());
    }

    /**
     * Returns the direct subfolders of a folder in the bucket, by name, with the user whose files they contain. Each costs one
     * index step, however much it contains.
     *
     * @param parent ends with a slash; empty for the top-level folders
     * @param after the last folder of the previous page; empty for the first page
     */
    public List<Folder> folders(String bucket, String parent, String after, int limit) {
        return database.read(handle -> handle.createQuery("""
                        with recursive walk as (
                          (select path, :parent || split_part(substr(path, length(:parent) + 1), '/', 1) as folder,
                                  generation_id, 1 as n
                           from stored_file where bucket = :bucket and path >= :from and path like :under escape '!'
                           order by path limit 1)
                          union all
                          select next.* from walk, lateral (
                            select s.path, :parent || split_part(substr(s.path, length(:parent) + 1), '/', 1),
                                   s.generation_id, walk.n + 1
                            from stored_file s
                            where s.bucket = :bucket and s.path >= walk.folder || '0' and s.path < :end
                            order by s.path limit 1) next
                          where walk.n < :limit)
                        select walk.folder, g.user_id, walk.generation_id as generation
                        from walk join generation g on g.id = walk.generation_id order by n
                        """)
                .bind("bucket", bucket)
                .bind("parent", parent)
                .bind("from", after.isEmpty() ? parent : after + "0")
                .bind("end", parent.isEmpty() ? "\uffff" : parent.substring(0, parent.length() - 1) + "0")
                .bind("under", parent.replaceAll("[!%_]", "!$0") + "%/%")
                .bind("limit", limit)
                .mapTo(Folder.class)
                .list());
    }

    /**
     * A folder of the bucket.
     *
     * @param folder its path without the trailing slash
     * @param userId the owner of the first file below it
     * @param generation the generation of that file
     */
    public record Folder(String folder, String userId, UUID generation) {
        public String name() {
            return folder.substring(folder.lastIndexOf('/') + 1);
        }
    }

    /** Returns the number of files stored in each minute of the last hour, oldest first. */
    public List<Long> lastHour() {
        return database.read(handle -> handle.createQuery("""
                        select count(f.id) from generate_series(
                          date_trunc('minute', now()) - interval '59 minutes', now(), interval '1 minute') m
                        left join (select id, created_at from stored_file where created_at > now() - interval '1 hour') f
                          on date_trunc('minute', f.created_at) = m
                        group by m order by m
                        """).mapTo(Long.class).list());
    }

    /** Returns all files of a generation in the order of its result. */
    public List<StoredFile> ofGeneration(UUID generation) {
        return database.read(handle -> StorageRepository.ofGeneration(handle, generation));
    }

    public Optional<StoredFile> find(UUID id) {
        return database.read(handle -> StorageRepository.find(handle, id));
    }

    /** Returns the file of a generation at this path. */
    public Optional<StoredFile> atPath(UUID generation, String path) {
        return database.read(handle -> handle.createQuery("select " + StoredFile.COLUMNS + """
                         from stored_file f join generation g on g.id = f.generation_id
                        where f.generation_id = :generation and f.path = :path
                        """)
                .bind("generation", generation)
                .bind("path", path)
                .mapTo(StoredFile.class)
                .findFirst());
    }

    /** Returns the newest file's id: cheap enough to query every second. */
    public Optional<UUID> newest() {
        return database.read(
                handle -> handle.createQuery("select id from stored_file order by created_at desc, id desc limit 1")
                        .mapTo(UUID.class)
                        .findOne());
    }
}
