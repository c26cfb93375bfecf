package dev.darkroom.console.generations.list;

import dev.darkroom.console.generations.GenerationsModel;
import dev.darkroom.console.kit.layout.LayoutPasses;
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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;

/**
 * The columns that a user adds for single values of the inputs. Lists do not carry the inputs, which may be large: the values
 * are read for the rows on screen. FX thread only.
 */
final class InputValueColumns {
    private static final String PREFIX = "input:";
    private static final int WEIGHT = 6;
    private static final int MAX_KEPT = 5_000;

    private final GenerationsModel model;
    private final TableView<Line> table;
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

    InputValueColumns(GenerationsModel model, FxEventBridge feed, TableView<Line> table) {
        this.model = model;
        this.table = table;
        reading = feed.latestTask();
    }

    static String id(InputPath path) {
        return PREFIX + path.text();
    }

    /** Returns the column of this id; empty if it is not the id of such a column. */
    Optional<TableColumn<Line, Line>> column(String id) {
        return id.startsWith(PREFIX)
                ? InputPath.of(id.substring(PREFIX.length())).map(this::column)
                : Optional.empty();
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
        if (known == null
                || !known.updatedAt().equals(row.updatedAt())
                || !known.paths().contains(path)) {
            wanted.put(row.id(), row.updatedAt());
            if (wanted.size() == 1) {
                LayoutPasses.after(table, this::readWanted);
            }
        }
        return known == null ? "" : known.byPath().getOrDefault(path, "");
    }

    private void readWanted() {
        if (wanted.isEmpty() || reading.isRunning()) {
            return;
        }
        Map<UUID, Instant> rows = Map.copyOf(wanted);
        Set<InputPath> all = Set.copyOf(paths);
        reading.load(
                () -> model.inputValues(rows.keySet(), all),
                values -> {
                    wanted.clear(); // what was requested meanwhile is requested again by the refresh
                    rows.forEach((id, updatedAt) ->
                            read.put(id, new Values(updatedAt, all, shown(values.getOrDefault(id, Map.of())))));
                    table.refresh();
                },
                _ -> wanted.clear());
    }

    private static Map<InputPath, String> shown(Map<InputPath, String> values) {
        return values.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, value -> ValueFormats.firstLine(SecretRedactor.text(value.getValue()))));
    }
}
