package dev.darkroom.database;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/** One transaction: single statements as JDBC batches grouped by their SQL, units of several one after the other. */
final class WriterBatch {
    /** A row that an operator keeps locked must not hold up everybody else for longer. */
    private static final String LOCK_LIMIT = "set local lock_timeout = '2s'";

    private WriterBatch() {}

    /** Completes the futures after the commit; on an exception nothing was written and no future is touched. */
    static void write(Jdbi jdbi, List<Unit> units) {
        Map<Unit, List<Integer>> counts = jdbi.inTransaction(handle -> {
            handle.execute(LOCK_LIMIT);
            return execute(handle, units);
        });
        counts.forEach((unit, result) -> unit.counts().complete(result));
    }

    private static Map<Unit, List<Integer>> execute(Handle handle, List<Unit> units) {
        Map<Unit, List<Integer>> counts = new LinkedHashMap<>();
        for (Collection<Unit> same : bySql(units)) {
            executeSame(handle, List.copyOf(same), counts);
        }
        for (Unit unit : units) {
            if (!unit.isSingle()) {
                counts.put(unit, executeInOrder(handle, unit));
            }
        }
        return counts;
    }

    private static Collection<List<Unit>> bySql(List<Unit> units) {
        Map<String, List<Unit>> groups = new LinkedHashMap<>();
        for (Unit unit : units) {
            if (unit.isSingle()) {
                groups.computeIfAbsent(unit.sql(), _ -> new ArrayList<>()).add(unit);
            }
        }
        return groups.values();
    }

    private static void executeSame(Handle handle, List<Unit> same, Map<Unit, List<Integer>> counts) {
        try (PreparedBatch batch = handle.prepareBatch(same.getFirst().sql())) {
            for (Unit unit : same) {
                batch.bindMap(unit.writes().getFirst().parameters()).add();
            }
            int[] changed = batch.execute();
            for (int i = 0; i < changed.length; i++) {
                counts.put(same.get(i), List.of(changed[i]));
            }
        }
    }

    private static List<Integer> executeInOrder(Handle handle, Unit unit) {
        List<Integer> counts = new ArrayList<>();
        for (Write write : unit.writes()) {
            boolean goesOn = counts.isEmpty() || counts.getFirst() > 0;
            counts.add(
                    goesOn
                            ? handle.createUpdate(write.sql())
                                    .bindMap(write.parameters())
                                    .execute()
                            : 0);
        }
        return List.copyOf(counts);
    }
}
