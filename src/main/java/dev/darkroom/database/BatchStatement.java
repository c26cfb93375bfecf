package dev.darkroom.database;

/**
 * One statement for many rows at once: the {@link Writer} puts what waits for it into a single execution, which costs the
 * server a fraction of as many single ones.
 *
 * <p>The SQL holds {@code {rows}} where the table {@code w} of the values goes, one row for each {@link Write}; it must give
 * back {@code w.n} of each row that changed something and may give a text beside it. A row of the database that two values of
 * one execution would change is changed by one of them only; where that may happen, the statement calls a function per row.
 *
 * @param columns of {@code w} with their types, as in {@code id uuid, text text}; empty when a function takes the rows as
 *     they are, a JSON array of objects
 */
public record BatchStatement(String sql, String columns) {
    private static final String ROWS = "{rows}";
    private static final String JSON = "cast(:rows as json)";

    public BatchStatement {
        if (!sql.contains(ROWS)) {
            throw new IllegalArgumentException("The statement does not say where its " + ROWS + " go: " + sql.strip());
        }
    }

    /** One whose {@code {rows}} are the argument of a function. */
    public static BatchStatement ofFunction(String sql) {
        return new BatchStatement(sql, "");
    }

    /** With one parameter {@code :rows}, a JSON array of objects. */
    String complete() {
        return sql.replace(
                ROWS, columns.isEmpty() ? JSON : "json_to_recordset(" + JSON + ") as w(n integer, " + columns + ")");
    }
}
