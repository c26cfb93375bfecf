package dev.darkroom.database;

import java.util.List;
import org.jdbi.v3.core.Handle;

/** Reads the distinct values of the leading column of an index with one index step for each, instead of scanning all rows. */
public final class DistinctValues {
    private DistinctValues() {}

    /** Returns the first {@code limit} in order; {@code condition} is that of a partial index, or {@code true}. Blocks. */
    public static List<String> of(Handle handle, String table, String column, String condition, int limit) {
        return handle.createQuery("""
                        with recursive known as (
                          (select %2$s as value from %1$s where %3$s order by %2$s limit 1)
                          union all
                          select (select t.%2$s from %1$s t where %3$s and t.%2$s > known.value order by t.%2$s limit 1)
                          from known where known.value is not null)
                        select value from known where value is not null limit :most
                        """.formatted(table, column, condition))
                .bind("most", limit)
                .mapTo(String.class)
                .list();
    }

    /** Returns all of them. Blocks. */
    public static List<String> of(Handle handle, String table, String column) {
        return of(handle, table, column, "true", Integer.MAX_VALUE);
    }
}
