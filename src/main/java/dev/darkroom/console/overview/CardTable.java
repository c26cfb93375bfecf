package dev.darkroom.console.overview;

import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.table.HoverTooltip;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.kit.theme.TextLabels;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javafx.beans.value.ObservableValue;
import javafx.geometry.HPos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * A card with a title and a few rows, all of them shown. Rows are rebuilt only after changes, and keyboard focus stays on the
 * button that had it. Under the mouse the rows keep their places: known ones are updated, others wait.
 */
final class CardTable<R> extends VBox {
    private final Function<R, ?> id;
    private final List<Column<R>> columns;
    private final String none;
    private final Label count = new Label();
    private final HBox head;
    private final GridPane grid = new GridPane();
    private @Nullable List<R> shown;
    private ObservableValue<Boolean> hovered = hoverProperty();
    private boolean startsOver;

    /**
     * @param title empty for a column of marks or buttons
     * @param grows whether the column takes the remaining space and shortens its text when space is short
     */
    record Column<R>(String title, HPos side, boolean grows, Function<R, Node> cell) {
        static <R> Column<R> text(String title, Function<R, String> text) {
            return new Column<>(title, HPos.LEFT, false, row -> label(text.apply(row)));
        }

        static <R> Column<R> wide(String title, Function<R, String> text) {
            return new Column<>(title, HPos.LEFT, true, row -> shortened(text.apply(row)));
        }

        static <R> Column<R> number(String title, Function<R, String> text) {
            return new Column<>(title, HPos.RIGHT, false, row -> label(text.apply(row)));
        }

        static <R> Column<R> node(Function<R, Node> cell) {
            return new Column<>("", HPos.LEFT, false, cell);
        }
    }

    /**
     * @param none the text shown while there are no rows
     * @param id identifies a row among all that follow it in the same place
     */
    CardTable(String name, String title, String none, Function<R, ?> id, List<Column<R>> columns) {
        this.id = id;
        this.columns = List.copyOf(columns);
        this.none = none;
        setId("table-" + name);
        getStyleClass().addAll("card", "card-table");
        setMinWidth(0);
        Label heading = TextLabels.styled(title, "card-title");
        count.getStyleClass().add("muted");
        head = new HBox(heading, count);
        head.getStyleClass().add("head");
        grid.getStyleClass().add("rows");
        for (Column<R> column : columns) {
            ColumnConstraints width = new ColumnConstraints();
            width.setHgrow(column.grows() ? Priority.ALWAYS : Priority.NEVER);
            width.setHalignment(column.side());
            width.setMinWidth(column.grows() ? 60 : USE_PREF_SIZE);
            grid.getColumnConstraints().add(width);
        }
        getChildren().addAll(head, grid);
    }

    /** Adds an action on all rows, at the right end of the title. */
    void addToHead(Node action) {
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        head.getChildren().addAll(space, action);
    }

    /** Keeps the rows in their places while the mouse is over this area; show them again when it has left. */
    void holdUnder(Node area) {
        hovered = area.hoverProperty();
    }

    /** The next rows answer another question: they replace those shown, wherever the mouse is. */
    void startOver() {
        startsOver = true;
    }

    void show(List<R> rows, String note) {
        count.setText(note);
        fill(shown != null && hovered.getValue() && !startsOver ? updated(shown, rows) : rows);
        startsOver = false;
    }

    /** The rows shown, in their places, each as it was read last. */
    private List<R> updated(List<R> rows, List<R> latest) {
        return rows.stream()
                .map(row -> latest.stream()
                        .filter(read -> id.apply(read).equals(id.apply(row)))
                        .findFirst()
                        .orElse(row))
                .toList();
    }

    private void fill(List<R> rows) {
        if (rows.equals(shown)) {
            return;
        }
        shown = List.copyOf(rows);
        Node focused = getScene() == null ? null : getScene().getFocusOwner();
        String kept = focused != null && focused.getParent() != null && isInside(focused) ? focused.getId() : null;
        build(rows);
        if (kept != null) {
            grid.lookupAll(".button").stream()
                    .filter(button -> kept.equals(button.getId()))
                    .findFirst()
                    .ifPresent(Node::requestFocus);
        }
    }

    /** Makes the same rows again, as for times in another zone. */
    void redraw() {
        if (shown != null) {
            build(shown);
        }
    }

    List<R> rows() {
        return shown == null ? List.of() : shown;
    }

    private boolean isInside(Node node) {
        for (Node at = node; at != null; at = at.getParent()) {
            if (at == grid) {
                return true;
            }
        }
        return false;
    }

    private void build(List<R> rows) {
        grid.getChildren().clear();
        if (rows.isEmpty()) {
            Label nothing = label(none);
            nothing.getStyleClass().add("muted");
            grid.add(nothing, 0, 0, columns.size(), 1);
            return;
        }
        boolean heads = columns.stream().anyMatch(column -> !column.title().isEmpty());
        for (int column = 0; heads && column < columns.size(); column++) {
            Label head = label(columns.get(column).title());
            head.getStyleClass().add("column-head");
            grid.add(head, column, 0);
        }
        for (int row = 0; row < rows.size(); row++) {
            for (int column = 0; column < columns.size(); column++) {
                grid.add(columns.get(column).cell().apply(rows.get(row)), column, row + 1);
            }
        }
    }

    /** A label that is never truncated. */
    static Label label(String text) {
        return TextLabels.whole(text);
    }

    static Label shortened(String text) {
        Label label = new Label(text);
        label.setMinWidth(0);
        label.setPrefWidth(60);
        label.setMaxWidth(Double.MAX_VALUE);
        HoverTooltip.set(label, text);
        return label;
    }

    /** Returns a text that may be shortened, with a muted line below it. */
    static VBox twoLines(Node first, List<? extends Node> second) {
        HBox below = new HBox();
        below.getChildren().addAll(second);
        below.setMinWidth(0);
        below.getStyleClass().add("row-buttons");
        VBox lines = new VBox(first, below);
        lines.getStyleClass().add("two-lines");
        lines.setMinWidth(0);
        lines.setPrefWidth(60);
        return lines;
    }

    /** Returns the lower of two lines, which shrinks when space is short. */
    static Label lower(String text) {
        Label label = new Label(text);
        label.setMinWidth(0);
        HoverTooltip.set(label, text);
        return label;
    }

    /** Returns a button of a row; {@code id} stays the same as long as the row does. */
    static HBox button(String id, ConsoleAction action) {
        Button button = new Button(action.title());
        button.setId(id);
        button.setMinWidth(USE_PREF_SIZE);
        button.setOnAction(_ -> action.run().run());
        return guarded(button, action.refusal());
    }

    /** Wraps a button that can be refused; the box has the tooltip, since a disabled button shows none. */
    static HBox guarded(ButtonBase button, Optional<String> refusal) {
        HBox holder = IconButtons.refusable(button);
        IconButtons.allow(button, refusal);
        return holder;
    }

    static Optional<String> readOnly(boolean readOnly) {
        return readOnly ? Optional.of(MessageTexts.of("overview").get("readonly")) : Optional.empty();
    }
}
