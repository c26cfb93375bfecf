package dev.darkroom.console.generations.list;

import dev.darkroom.console.kit.layout.LayoutPasses;
import dev.darkroom.console.kit.table.PagedTable;
import dev.darkroom.console.kit.table.TableColumns;
import dev.darkroom.console.kit.task.FxEventBridge;
import dev.darkroom.console.kit.task.LatestTask;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.generation.GenerationRow;
import dev.darkroom.generation.query.GenerationPage.Line;
import dev.darkroom.generation.query.InputPath;
import dev.darkroom.secret.SecretRedactor;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.scene.control.TableColumn;

/**
 * The columns that a user adds for single values of the inputs. Lists do not carry the inputs, which may be large: the values
 * are read for the rows on screen, and for those that are copied. FX thread only.
 */
final class InputValueColumns {
    private static final String PREFIX = "input:";
    private static final int WEIGHT = 6;
    private static final int MAX_KEPT = 5_000;

    private final BiFunction<Set<UUID>, Set<InputPath>, Map<UUID, Map<InputPath, String>>> values;
    private final PagedTable<Line> table;
    private final FxEventBridge feed;
    private final Consumer<Exception> failed;
    private final LatestTask reading;
    private final Set<InputPath> paths = new LinkedHashSet<>();
    private final Map<UUID, Instant> wanted = new HashMap<>();
    private final Map<UUID, Values> read = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Values> eldest) {
            return size() > MAX_KEPT;
        }
    };

    /**
     * @param updatedAt of the row for which they were read
     * @param byPath without the paths that lead to nothing
     */
    private record Values(Instant updatedAt, Set<InputPath> paths, Map<InputPath, String> byPath) {}

    /**
     * @param values reads these values of these rows, without those that are not there; waits for the database
     * @param failed receives why rows could not be copied
     */
    InputValueColumns(
            BiFunction<Set<UUID>, Set<InputPath>, Map<UUID, Map<InputPath, String>>> values,
            FxEventBridge feed,
            PagedTable<Line> table,
            Consumer<Exception> failed) {
        this.values = values;
        this.table = table;
        this.feed = feed;
        this.failed = failed;
        reading = feed.latestTask();
        table.beforeCopy(this::readMissing);
        table.pages().fetchesProperty().subscribe(_ -> readWanted());
    }

    static String id(InputPath path) {
        return PREFIX + path.text();
    }

    /** Returns the column of this id; empty if it is not the id of such a column. */
    Optional<TableColumn<Line, Line>> column(String id) {
        return path(id).map(this::column);
    }

    private static Optional<InputPath> path(String id) {
        return id.startsWith(PREFIX) ? InputPath.of(id.substring(PREFIX.length())) : Optional.empty();
    }

    private TableColumn<Line, Line> column(InputPath path) {
        TableColumn<Line, Line> column = TableColumns.withWeight(
                WEIGHT, TableColumns.text(id(path), path.text(), 110, line -> value(line.row(), path)));
        column.setSortable(false);
        return column;
    }

    /** Until the present value is read, the last known one. */
    private String value(GenerationRow row, InputPath path) {
        paths.add(path);
        Values known = read.get(row.id());
        if (!isKnown(row, Set.of(path))) {
            wanted.put(row.id(), row.updatedAt());
            if (wanted.size() == 1) {
                LayoutPasses.after(table, this::readWanted);
            }
        }
        return known == null ? "" : known.byPath().getOrDefault(path, "");
    }

    private boolean isKnown(GenerationRow row, Set<InputPath> all) {
        Values known = read.get(row.id());
        return known != null
                && known.updatedAt().equals(row.updatedAt())
                && known.paths().containsAll(all);
    }

    private void readWanted() {
        if (wanted.isEmpty() || reading.isRunning()) {
            return;
        }
        Map<UUID, Instant> rows = Map.copyOf(wanted);
        Set<InputPath> all = Set.copyOf(paths);
        reading.load(
                () -> values.apply(rows.keySet(), all),
                found -> {
                    wanted.clear(); // what was requested meanwhile is requested again by the refresh
                    keep(rows, all, found);
                    table.refresh();
                },
                _ -> {}); // what is wanted is read again after the next fetch of rows
    }

    private void keep(Map<UUID, Instant> rows, Set<InputPath> all, Map<UUID, Map<InputPath, String>> found) {
        rows.forEach((id, updatedAt) ->
                read.put(id, new Values(updatedAt, all, shown(found.getOrDefault(id, Map.of())))));
    }

    /** Reads the values of rows that were never on screen, and then runs the copy. */
    private void readMissing(List<Line> lines, Runnable copy) {
        Set<InputPath> all = table.getVisibleLeafColumns().stream()
                .flatMap(column -> path(column.getId()).stream())
                .collect(Collectors.toUnmodifiableSet());
        Map<UUID, Instant> missing = lines.stream()
                .map(Line::row)
                .filter(row -> !isKnown(row, all))
                .collect(Collectors.toMap(GenerationRow::id, GenerationRow::updatedAt));
        if (all.isEmpty() || missing.isEmpty()) {
            copy.run();
            return;
        }
        feed.load(
                () -> values.apply(missing.keySet(), all),
                found -> {
                    keep(missing, all, found);
                    copy.run();
                },
                failed);
    }

    private static Map<InputPath, String> shown(Map<InputPath, String> values) {
        return values.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        value -> ValueFormats.firstLine(
                                SecretRedactor.value(value.getKey().name(), value.getValue()))));
    }
}
