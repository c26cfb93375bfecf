package dev.darkroom.database;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * The conditions of a list that grow with what a person filters by. Only what is asked for stands in the statement, so that
 * the planner sees a simple one and can use its indexes; every value is bound by name.
 */
public final class WhereClause {
    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> values = new HashMap<>();

    public WhereClause and(String condition) {
        conditions.add(condition);
        return this;
    }

    /** A condition that names one value as {@code :name}. */
    public WhereClause and(String condition, String name, Object value) {
        values.put(name, value);
        return and(condition);
    }

    /** {@code where a and b}, empty without conditions. */
    public String sql() {
        return conditions.isEmpty() ? "" : "where (" + String.join(") and (", conditions) + ")";
    }

    public <S extends SqlStatement<S>> S bind(S statement) {
        return statement.bindMap(values);
    }

    /** A text as the middle of a {@code like} pattern, its own wildcards taken literally. */
    public static String containing(String text) {
        return "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
    }
}
