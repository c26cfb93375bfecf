package dev.darkroom.console.kit.table;

import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.DisplayState;
import dev.darkroom.console.kit.theme.SemanticColor;
import dev.darkroom.console.kit.theme.StateChip;
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
import javafx.scene.control.Tooltip;
import org.jspecify.annotations.Nullable;

/** Columns of a {@link PagedTable}; {@code id} names the column to whoever sorts and to saved settings. */
public final class TableColumns {
    private static final String TEXT = "dev.darkroom.text";

    private TableColumns() {}

    public static <T> TableColumn<T, T> text(String id, String title, double width, Function<T, String> text) {
        return column(id, title, width, text, () -> new TableCells.OfText<>(text));
    }

    /** Muted text, for what stands in the second row of importance. */
    public static <T> TableColumn<T, T> muted(String id, String title, double width, Function<T, String> text) {
        TableColumn<T, T> column = text(id, title, width, text);
        column.getStyleClass().add("muted");
        return column;
    }

    /** Ids, hashes, times: JetBrains Mono. */
    public static <T> TableColumn<T, T> mono(String id, String title, double width, Function<T, String> text) {
        TableColumn<T, T> column = text(id, title, width, text);
        column.getStyleClass().add("mono");
        return column;
    }

    /** Numbers and ages: right-aligned, digits of one width. */
    public static <T> TableColumn<T, T> number(String id, String title, double width, Function<T, String> text) {
        TableColumn<T, T> column = text(id, title, width, text);
        column.getStyleClass().add("number");
        return column;
    }

    /** Text in the colour of a tone, such as the error of a row that is stuck; no tone is plain text. */
    public static <T> TableColumn<T, T> toned(
            String id,
            String title,
            double width,
            Function<T, String> text,
            Function<T, @Nullable SemanticColor> tone) {
        return column(id, title, width, text, () -> new TableCells.Toned<>(text, tone));
    }

    /** An id that leads somewhere; an empty text is no link. */
    public static <T> TableColumn<T, T> link(
            String id, String title, double width, Function<T, String> text, Consumer<T> open) {
        TableColumn<T, T> column = column(id, title, width, text, () -> new TableCells.Link<>(text, open));
        column.getStyleClass().add("mono");
        return column;
    }

    /** The time of day in the zone of {@code formats}, the whole moment on hover. */
    public static <T> TableColumn<T, T> time(
            String id, String title, double width, Function<T, Instant> time, ValueFormats formats) {
        TableColumn<T, T> column =
                node(id, title, width, row -> formats.absolute(time.apply(row)), Label::new, (label, row) -> {
                    label.setText(formats.time(time.apply(row)));
                    label.setTooltip(new Tooltip(formats.absolute(time.apply(row))));
                });
        column.getStyleClass().addAll("mono", "muted");
        return column;
    }

    /** Text that is asked for again whenever {@code tick} changes, in the rows that are seen; right-aligned. */
    public static <T> TableColumn<T, T> ticking(
            String id, String title, double width, Function<T, String> text, ObservableValue<?> tick) {
        TableColumn<T, T> column = column(id, title, width, text, () -> new TableCells.Ticking<>(text, tick));
        column.getStyleClass().add("number");
        return column;
    }

    public static <T> TableColumn<T, T> state(
            String title, double width, Function<T, DisplayState> state, Function<T, @Nullable String> detail) {
        Function<T, String> text = row -> StateChip.words(state.apply(row), detail.apply(row));
        return node(
                "state",
                title,
                width,
                text,
                StateChip::new,
                (chip, row) -> chip.show(state.apply(row), detail.apply(row)));
    }

    /** One node per cell, made once and filled again for each row it shows; {@code text} is for copies and reading aloud. */
    public static <T, N extends Node> TableColumn<T, T> node(
            String id, String title, double width, Function<T, String> text, Supplier<N> node, BiConsumer<N, T> fill) {
        return column(id, title, width, text, () -> new TableCells.OfNode<>(node.get(), text, fill));
    }

    /** What a cell of the row says, for copying. */
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
        column.setMinWidth(36);
        column.getProperties().put(TEXT, text);
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
        column.setCellFactory(_ -> cell.get());
        return column;
    }
}
