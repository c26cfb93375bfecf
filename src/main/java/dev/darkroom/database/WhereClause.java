package dev.darkroom.database;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * Collects the conditions of a list as a person adds filters. Only the filters in use are in the statement, so that the planner
 * gets a simple one and can use its indexes; every value is bound by name.
 */
public final class WhereClause {
    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> values = new HashMap<>();

    public WhereClause and(String condition) {
        conditions.add(condition);
        return this;
    }

    /** Adds a condition that refers to one value as {@code :name}. */
    public WhereClause and(String condition, String name, Object value) {
        values.put(name, value);
        return and(condition);
    }

    /** Returns {@code where a and b}, empty without conditions. */
    public String sql() {
        return conditions.isEmpty() ? "" : "where (" + String.join(") and (", conditions) + ")";
    }

    public <S extends SqlStatement<S>> S bind(S statement) {
        return statement.bindMap(values);
    }

    /** Returns a {@code like} pattern for a text anywhere in a value, with the text's own wildcards escaped. */
    public static String containing(String text) {
        return "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
    }
}
