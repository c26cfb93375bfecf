package dev.darkroom.database;

/** The values of a column that leads an index, without a walk through all rows: one step in the index for each of them. */
public final class DistinctValues {
    private DistinctValues() {}

    /** A query for them, in their order; {@code condition} is that of a partial index, or {@code true}. */
    public static String sql(String table, String column, String condition) {
        return """
                with recursive known as (
                  (select %2$s as value from %1$s where %3$s order by %2$s limit 1)
                  union all
                  select (select t.%2$s from %1$s t where %3$s and t.%2$s > known.value order by t.%2$s limit 1)
                  from known where known.value is not null)
                select value from known where value is not null
                """.formatted(table, column, condition);
    }
}
