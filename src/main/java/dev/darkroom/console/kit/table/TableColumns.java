package dev.darkroom.console.kit.table;

import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.DisplayState;
import dev.darkroom.console.kit.theme.ToneChip;
import java.time.Instant;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import org.jspecify.annotations.Nullable;

/**
 * Creates the columns of a {@link PagedTable}; {@code id} identifies the column for sorting and in saved settings. Numbers,
 * times, ids and links are never narrower than the width given; other text may be truncated, down to {@link #MIN_TEXT_WIDTH}.
 */
public final class TableColumns {
    /** The weight of a column that is never hidden. */
    public static final int ALWAYS = Integer.MAX_VALUE;

    /** The least px at which a text is still worth its column. */
    private static final double MIN_TEXT_WIDTH = 90;

    /** Px for day and minute. */
    private static final double TIME_WIDTH = 100;

    private static final String TEXT = "dev.darkroom.text";
    private static final String WEIGHT = "dev.darkroom.weight";
    private static final String TITLE = "dev.darkroom.title";

    private TableColumns() {}

    public static <T> TableColumn<T, T> text(String id, String title, double width, Function<T, String> text) {
        return column(id, title, width, text, () -> new TableCells.OfText<>(text));
    }

    /** The lightest columns are hidden first when space is short, see {@link ColumnArrangement}; default {@link #ALWAYS}. */
    public static <T> TableColumn<T, T> withWeight(int weight, TableColumn<T, T> column) {
        column.getProperties().put(WEIGHT, weight);
        return column;
    }

    static int weight(TableColumn<?, ?> column) {
        return column.getProperties().get(WEIGHT) instanceof Integer weight ? weight : ALWAYS;
    }

    /** Removes the name from the head, where it does not fit, but not from the column menu. */
    public static <T> TableColumn<T, T> withoutTitle(TableColumn<T, T> column) {
        column.getProperties().put(TITLE, column.getText());
        column.setText("");
        return column;
    }

    static String title(TableColumn<?, ?> column) {
        return column.getProperties().get(TITLE) instanceof String title ? title : column.getText();
    }

    /** Keeps the column at its width or little more, for values that mislead when truncated. */
    public static <T> TableColumn<T, T> withFixedWidth(TableColumn<T, T> column) {
        column.setMinWidth(column.getPrefWidth());
        return withLimitedWidth(column);
    }

    /** For short words: spare width goes to the columns with more text. */
    public static <T> TableColumn<T, T> withLimitedWidth(TableColumn<T, T> column) {
        column.setMaxWidth(column.getPrefWidth() * 1.25);
        return column;
    }

    /** For text that says too little below that width. */
    public static <T> TableColumn<T, T> withMinWidth(double width, TableColumn<T, T> column) {
        column.setMinWidth(width);
        return column;
    }

    /** Muted text, for what is of secondary importance. */
    public static <T> TableColumn<T, T> muted(String id, String title, double width, Function<T, String> text) {
        TableColumn<T, T> column = text(id, title, width, text);
        column.getStyleClass().add("muted");
        return column;
    }

    /** Ids, hashes, times: in JetBrains Mono. */
    public static <T> TableColumn<T, T> mono(String id, String title, double width, Function<T, String> text) {
        TableColumn<T, T> column = withFixedWidth(text(id, title, width, text));
        column.getStyleClass().add("mono");
        return column;
    }

    /** Numbers and ages: right-aligned, tabular digits. */
    public static <T> TableColumn<T, T> number(String id, String title, double width, Function<T, String> text) {
        TableColumn<T, T> column = withFixedWidth(text(id, title, width, text));
        column.getStyleClass().add("number");
        return column;
    }

    /** An id that links somewhere; an empty text is no link. */
    public static <T> TableColumn<T, T> link(
            String id, String title, double width, Function<T, String> text, Consumer<T> open) {
        TableColumn<T, T> column =
                withFixedWidth(column(id, title, width, text, () -> new TableCells.Link<>(text, open)));
        column.getStyleClass().add("mono");
        return column;
    }

    /** The time of day in the zone of {@code formats}, with the date on other days; the full timestamp on hover. */
    public static <T> TableColumn<T, T> time(String id, String title, Function<T, Instant> time, ValueFormats formats) {
        TableColumn<T, T> column =
                withFixedWidth(value(id, title, TIME_WIDTH, time, formats::absolute, Label::new, (label, at) -> {
                    label.setText(formats.shortTime(at));
                    HoverTooltip.set(label, formats.absolute(at));
                }));
        column.getStyleClass().addAll("mono", "muted");
        return column;
    }

    /** Right-aligned text that is computed again whenever {@code tick} changes, in the visible rows. */
    public static <T> TableColumn<T, T> ticking(
            String id, String title, double width, Function<T, String> text, ObservableValue<?> tick) {
        TableColumn<T, T> column =
                withFixedWidth(column(id, title, width, text, () -> new TableCells.Ticking<>(text, tick)));
        column.getStyleClass().add("number");
        return column;
    }

    public static <T> TableColumn<T, T> state(
            String title, double width, Function<T, DisplayState> state, Function<T, @Nullable String> detail) {
        Function<T, String> text = row -> ToneChip.words(state.apply(row), detail.apply(row));
        return withFixedWidth(node(
                "state",
                title,
                width,
                text,
                ToneChip::new,
                (chip, row) -> chip.show(state.apply(row), detail.apply(row))));
    }

    /** One node per cell, created once and refilled for each row; {@code text} is for copies and screen readers. */
    public static <T, N extends Node> TableColumn<T, T> node(
            String id, String title, double width, Function<T, String> text, Supplier<N> node, BiConsumer<N, T> fill) {
        return column(id, title, width, text, () -> new TableCells.OfNode<>(node.get(), text, fill));
    }

    /** Like {@code node}, for one value of the row: the node is refilled only when that value changes. */
    public static <T, V, N extends Node> TableColumn<T, T> value(
            String id,
            String title,
            double width,
            Function<T, V> value,
            Function<V, String> text,
            Supplier<N> node,
            BiConsumer<N, V> fill) {
        return column(
                id, title, width, value.andThen(text), () -> new TableCells.OfValue<>(node.get(), value, text, fill));
    }

    /** Returns the text of the row's cell, for copying. */
    @SuppressWarnings("unchecked")
    static <T> String textOf(TableColumn<T, ?> column, T row) {
        return column.getProperties().get(TEXT) instanceof Function<?, ?> text
                ? String.valueOf(((Function<T, String>) text).apply(row))
                : "";
    }

    private static <T> TableColumn<T, T> column(
            String id, String title, double width, Function<T, String> text, Supplier<TableCell<T, T>> cell) {
        TableColumn<T, T> column = new TableColumn<>(title);
        column.setId(id);
        column.setPrefWidth(width);
        column.setMinWidth(Math.min(width, MIN_TEXT_WIDTH));
        column.getProperties().put(TEXT, text);
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
        column.setCellFactory(_ -> cell.get());
        return column;
    }
}
