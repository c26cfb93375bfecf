package dev.darkroom.database;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of one row for a {@link BatchStatement}, by the names of its columns; what is not given is null. Immutable. */
public final class Write {
    private final BatchStatement statement;
    private final Map<String, @Nullable Object> values;

    private Write(BatchStatement statement, Map<String, @Nullable Object> values) {
        this.statement = statement;
        this.values = values;
    }

    public static Write of(BatchStatement statement) {
        return new Write(statement, Map.of());
    }

    /** The same with one more value: text, a number, a truth, or anything whose text PostgreSQL reads, as an instant or a UUID. */
    public Write with(String name, @Nullable Object value) {
        Map<String, @Nullable Object> more = new LinkedHashMap<>(values);
        more.put(name, value instanceof Number || value instanceof Boolean || value == null ? value : value.toString());
        return new Write(statement, more);
    }

    BatchStatement statement() {
        return statement;
    }

    Map<String, @Nullable Object> values() {
        return values;
    }
}
