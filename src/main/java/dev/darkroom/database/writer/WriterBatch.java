package dev.darkroom.database.writer;

import dev.darkroom.database.Database;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** One transaction: each statement once for all rows that wait for it. */
final class WriterBatch {
    private WriterBatch() {}

    /**
     * Completes the futures after the commit; on an exception nothing was written and no future is touched.
     *
     * @param lockLimit the longest lock wait; null for that of the connection, which costs no statement
     */
    static void write(Jdbi jdbi, List<PendingWrite> batch, @Nullable Duration lockLimit) {
        Map<PendingWrite, Optional<String>> answers = jdbi.inTransaction(handle -> {
            if (lockLimit != null) {
                Database.limitLocks(handle, lockLimit);
            }
            Map<PendingWrite, Optional<String>> all = new HashMap<>();
            groups(batch).forEach(group -> execute(handle, group, all));
            return all;
        });
        batch.forEach(pending -> pending.answer().complete(answers.getOrDefault(pending, Optional.empty())));
    }

    static Optional<String> writeOne(Handle transaction, BatchRow write) {
        PendingWrite alone = new PendingWrite("", "", write, new CompletableFuture<>());
        Map<PendingWrite, Optional<String>> answers = new HashMap<>();
        execute(transaction, List.of(alone), answers);
        return answers.getOrDefault(alone, Optional.empty());
    }

    /**
     * Groups by statement; writes with a key already in the batch come after the groups, so that no group changes a row twice.
     */
    private static Collection<List<PendingWrite>> groups(List<PendingWrite> batch) {
        Map<BatchStatement, List<PendingWrite>> groups = new LinkedHashMap<>();
        List<List<PendingWrite>> later = new ArrayList<>();
        Set<Object> keys = new HashSet<>();
        for (PendingWrite pending : batch) {
            if (keys.add(pending.key())) {
                groups.computeIfAbsent(pending.write().statement(), _ -> new ArrayList<>())
                        .add(pending);
            } else {
                later.add(List.of(pending));
            }
        }
        List<List<PendingWrite>> all = new ArrayList<>(groups.values());
        all.addAll(later);
        return all;
    }

    private static void execute(Handle handle, List<PendingWrite> group, Map<PendingWrite, Optional<String>> answers) {
        BatchStatement statement = group.getFirst().write().statement();
        Query query = handle.createQuery(statement.sql());
        bindArrays(query, statement, group);
        query.map((row, _) -> {
                    String text = row.getMetaData().getColumnCount() > 1 ? row.getString(2) : null;
                    return Map.entry(row.getInt(1), Objects.requireNonNullElse(text, ""));
                })
                .forEach(answer -> answers.put(group.get(answer.getKey()), Optional.of(answer.getValue())));
    }

    private static void bindArrays(Query query, BatchStatement statement, List<PendingWrite> group) {
        int rows = group.size();
        Map<String, @Nullable Object[]> values = new HashMap<>();
        for (BatchStatement.Column column : statement.columns()) {
            @Nullable Object[] array = column.isBytes() ? new byte[rows][] : new String[rows];
            values.put(column.name(), array);
            query.bind(column.parameter(), array(column.isBytes() ? "bytea" : "text", array));
        }
        Integer[] numbers = new Integer[rows];
        for (int n = 0; n < rows; n++) {
            int row = n;
            numbers[n] = n;
            group.get(n).write().each((name, value) -> put(values, name, row, value));
        }
        query.bind("n", array("int4", numbers));
    }

    private static void put(Map<String, @Nullable Object[]> values, String name, int row, @Nullable Object value) {
        @Nullable Object[] column = values.get(name);
        if (column != null && value != null) {
            column[row] = column instanceof byte[][] || value instanceof String ? value : value.toString();
        }
    }

    /** Creates the array when it is bound, after it has been filled. */
    private static Argument array(String type, @Nullable Object[] values) {
        return (position, statement, _) ->
                statement.setArray(position, statement.getConnection().createArrayOf(type, values));
    }
}
