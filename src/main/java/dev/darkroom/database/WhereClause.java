package dev.darkroom.database;

import dev.darkroom.message.CodedMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
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

    /**
     * Returns {@code like} patterns that find a stored message as it is shown: by what people wrote and what was inserted, and
     * by the codes whose sentence contains the words in the display language.
     */
    public static String[] saying(String words) {
        return Stream.concat(
                        Stream.of(words),
                        CodedMessage.codesSaying(words, Locale.getDefault(Locale.Category.DISPLAY)).stream()
                                .map(code -> '"' + code + '"'))
                .map(WhereClause::containing)
                .toArray(String[]::new);
    }

    /** Returns a {@code like} pattern for a text anywhere in a value, with the text's own wildcards escaped. */
    public static String containing(String text) {
        return "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
    }
}
