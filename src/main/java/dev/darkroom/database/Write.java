package dev.darkroom.database;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One conditional statement for the {@link Writer}: SQL with {@code :names} and their values. Immutable. It must change rows
 * and not return them; a statement that needs several steps is best one CTE.
 */
public final class Write {
    private final String sql;
    private final Map<String, @Nullable Object> parameters;

    private Write(String sql, Map<String, @Nullable Object> parameters) {
        this.sql = sql;
        this.parameters = parameters;
    }

    public static Write of(String sql) {
        return new Write(sql, new LinkedHashMap<>());
    }

    /** The same statement with one more value. */
    public Write with(String name, @Nullable Object value) {
        Map<String, @Nullable Object> more = new LinkedHashMap<>(parameters);
        more.put(name, value);
        return new Write(sql, more);
    }

    String sql() {
        return sql;
    }

    Map<String, @Nullable Object> parameters() {
        return parameters;
    }

    @Override
    public String toString() {
        return sql.strip();
    }
}
