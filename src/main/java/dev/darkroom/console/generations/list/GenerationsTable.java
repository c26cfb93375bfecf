package dev.darkroom.console.generations.list;

import dev.darkroom.console.generations.GenerationMessages;
import dev.darkroom.console.generations.GenerationPictures;
import dev.darkroom.console.generations.GenerationsModel;
import dev.darkroom.console.generations.RowThumbnails;
import dev.darkroom.console.generations.StateLabels;
import dev.darkroom.console.kit.layout.RevealedFiles;
import dev.darkroom.console.kit.table.PagedTable;
import dev.darkroom.console.kit.table.TableColumns;
import dev.darkroom.console.kit.task.FxEventBridge;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.DisplayState;
import dev.darkroom.console.kit.theme.SemanticColor;
import dev.darkroom.generation.GenerationRow;
import dev.darkroom.generation.query.GenerationPage.Line;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TableColumn;
import javafx.scene.control.Tooltip;
import org.jspecify.annotations.Nullable;

/** The columns of the list: which there are, what they say, and which stay when there is little room. */
final class GenerationsTable {
    private final PagedTable<Line> table;
    private final GenerationsModel model;
    private final IntegerProperty seconds = new SimpleIntegerProperty();
    private final List<Column> columns = new ArrayList<>();
    private final TableColumn<Line, Line> age;

    /** A column is shown when the table is at least so wide and the user has not hidden it. */
    private record Column(TableColumn<Line, Line> column, double from, CheckMenuItem chosen) {}

    GenerationsTable(
            FxEventBridge feed,
            GenerationsModel model,
            GenerationPictures pictures,
            ValueFormats formats,
            RevealedFiles revealed) {
        this.model = model;
        table = new PagedTable<>(feed, line -> line.row().id());
        age = ticking("age", 68, this::age);
        RowThumbnails thumbnails = new RowThumbnails(pictures, feed);
        add(
                0,
                TableColumns.state("state", 126, line -> StateLabels.state(line.state()), GenerationsTable::detail),
                "state");
        add(
                700,
                TableColumns.node(
                        "thumbnail",
                        "",
                        42,
                        line -> line.row().kind().name(),
                        () -> new ThumbnailCell(thumbnails, revealed),
                        (cell, line) -> cell.show(line.row())),
                "thumbnail");
        add(0, TableColumns.mono("id", "id", 78, line -> line.row().shortId()), "id");
        add(0, text("model", 124, line -> GenerationMessages.model(line.row().model())), "model");
        add(0, text("user", 92, line -> line.row().userId()), "user");
        add(
                620,
                TableColumns.number(
                        "credits",
                        "credits",
                        62,
                        line -> GenerationMessages.credits(line.row().credits())),
                "credits");
        add(
                1010,
                TableColumns.number(
                        "attempt",
                        "attempt",
                        70,
                        line -> line.row().attempt() + "/" + line.row().maxAttempts()),
                "attempt");
        add(900, TableColumns.muted("stage", "stage", 100, line -> StateLabels.stage(line.row())), "stage");
        add(0, age, "age");
        add(900, ticking("duration", 74, this::duration), "duration");
        add(
                700,
                TableColumns.node(
                        "error",
                        "error",
                        190,
                        line -> MessageTexts.said(line.diagnosis().brief()),
                        Label::new,
                        GenerationsTable::error),
                "error");
        add(
                1100,
                TableColumns.number(
                        "updated",
                        "updated",
                        84,
                        line -> formats.time(line.row().updatedAt())),
                "updated");
        revealed.countProperty().subscribe(_ -> table.refresh());
        table.setColumnResizePolicy(PagedTable.CONSTRAINED_RESIZE_POLICY_SUBSEQUENT_COLUMNS);
        table.widthProperty().subscribe(_ -> arrange());
        model.oldestFirstProperty().subscribe(this::sorted);
        table.onSort((column, ascending) -> {
            if (column.equals("age")) {
                model.oldestFirstProperty().set(!ascending);
            }
        });
    }

    PagedTable<Line> table() {
        return table;
    }

    private void add(double from, TableColumn<Line, Line> column, String key) {
        String title = GenerationMessages.get("column." + key);
        column.setText(column.getId().equals("thumbnail") ? "" : title);
        column.setSortable(column.getId().equals("age"));
        boolean fixed = Set.of("state", "thumbnail", "id", "credits", "attempt", "age", "duration", "updated")
                .contains(key);
        if (fixed) {
            column.setMaxWidth(column.getPrefWidth() * 1.25);
        }
        column.setMinWidth(fixed ? column.getPrefWidth() : Math.min(column.getPrefWidth(), 70));
        CheckMenuItem chosen = new CheckMenuItem(title);
        chosen.setSelected(true);
        chosen.selectedProperty().subscribe((_, _) -> arrange());
        columns.add(new Column(column, from, chosen));
    }

    /** The choice of columns. */
    void fill(MenuButton menu) {
        columns.stream()
                .filter(c -> !c.column().getId().equals("state"))
                .forEach(c -> menu.getItems().add(c.chosen()));
    }

    private void arrange() {
        double width = table.getWidth();
        List<TableColumn<Line, Line>> wanted = columns.stream()
                .filter(c -> c.chosen().isSelected() && width >= c.from())
                .map(Column::column)
                .toList();
        if (!wanted.equals(table.getColumns())) {
            table.getColumns().setAll(wanted);
            sorted(model.oldestFirstProperty().get());
        }
    }

    /** The greatest age is the oldest. */
    private void sorted(boolean oldestFirst) {
        age.setSortType(oldestFirst ? TableColumn.SortType.DESCENDING : TableColumn.SortType.ASCENDING);
        if (!table.getSortOrder().equals(List.of(age)) && table.getColumns().contains(age)) {
            table.getSortOrder().setAll(List.of(age));
        }
    }

    /** Once a second: only what is on the screen is told anew. */
    void tick() {
        seconds.set(seconds.get() + 1);
    }

    private static TableColumn<Line, Line> text(String id, double width, Function<Line, String> text) {
        return TableColumns.node(id, id, width, text, Label::new, (label, line) -> {
            label.setText(text.apply(line));
            label.setTooltip(new Tooltip(text.apply(line)));
        });
    }

    private TableColumn<Line, Line> ticking(String id, double width, Function<Line, String> text) {
        return TableColumns.ticking(id, id, width, text, seconds);
    }

    private static @Nullable String detail(Line line) {
        return StateLabels.detail(line.state(), line.row().attempt(), line.row().maxAttempts());
    }

    private String age(Line line) {
        return ValueFormats.age(Duration.between(line.row().createdAt(), model.now()));
    }

    private String duration(Line line) {
        GenerationRow row = line.row();
        Instant end = Objects.requireNonNullElseGet(row.finishedAt(), model::now);
        return row.startedAt() == null ? "" : ValueFormats.age(Duration.between(row.startedAt(), end));
    }

    private static void error(Label label, Line line) {
        DisplayState state = StateLabels.state(line.state());
        label.setText(ValueFormats.firstLine(MessageTexts.said(line.diagnosis().brief())));
        label.setTooltip(
                line.diagnosis().brief().isEmpty()
                        ? null
                        : new Tooltip(MessageTexts.said(line.diagnosis().sentence())));
        boolean loud = state == DisplayState.FAILED || state == DisplayState.STUCK || line.needsAttention();
        label.getStyleClass()
                .setAll("label", loud ? "tone-text" : "muted", (loud ? state.tone() : SemanticColor.NEUTRAL).style());
    }
}
