package dev.darkroom.console.kit.table;

import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.TableCell;
import org.jspecify.annotations.Nullable;

/** The cells that {@link TableColumns} creates. Each is refilled constantly while the table scrolls. */
final class TableCells {
    private TableCells() {}

    /** Fills itself from its row, whatever it shows. */
    private abstract static class RowCell<T> extends TableCell<T, T> {
        @Override
        protected final void updateItem(T row, boolean empty) {
            super.updateItem(row, empty);
            if (empty || row == null) {
                clear();
            } else {
                fill(row);
            }
        }

        abstract void fill(T row);

        void clear() {
            setText(null);
            setGraphic(null);
            setAccessibleText(null);
        }
    }

    static final class OfText<T> extends RowCell<T> {
        private final Function<T, String> text;

        OfText(Function<T, String> text) {
            this.text = text;
        }

        @Override
        void fill(T row) {
            setText(text.apply(row));
        }
    }

    static final class Ticking<T> extends RowCell<T> {
        private final Function<T, String> text;
        /** Referenced by the cell alone, so that a discarded cell stops listening. */
        private final InvalidationListener ticked = _ -> tick();

        private final ObservableValue<?> tick;

        Ticking(Function<T, String> text, ObservableValue<?> tick) {
            this.text = text;
            this.tick = tick;
            tick.addListener(new WeakInvalidationListener(ticked));
        }

        @Override
        void fill(T row) {
            tick();
        }

        private void tick() {
            tick.getValue(); // an invalid value does not report its next change
            T row = getItem();
            setText(isEmpty() || row == null ? null : text.apply(row));
        }
    }

    static final class Link<T> extends RowCell<T> {
        private final Function<T, String> text;
        private final Hyperlink link = new Hyperlink();

        Link(Function<T, String> text, Consumer<T> open) {
            this.text = text;
            link.setFocusTraversable(false); // the row has the keyboard focus
            link.setOnAction(_ -> {
                link.setVisited(false);
                open.accept(getItem());
            });
        }

        @Override
        void fill(T row) {
            String words = text.apply(row);
            link.setText(words);
            setGraphic(words.isEmpty() ? null : link);
        }
    }

    /** Refills its node only when the value has changed, because creating and styling it is expensive. */
    static final class OfValue<T, V, N extends Node> extends RowCell<T> {
        private final N node;
        private final Function<T, V> value;
        private final Function<V, String> text;
        private final BiConsumer<N, V> fill;
        private @Nullable V shown;

        OfValue(N node, Function<T, V> value, Function<V, String> text, BiConsumer<N, V> fill) {
            this.node = node;
            this.value = value;
            this.text = text;
            this.fill = fill;
            setAlignment(Pos.CENTER_LEFT);
        }

        @Override
        void fill(T row) {
            V next = value.apply(row);
            if (!next.equals(shown)) {
                shown = next;
                fill.accept(node, next);
                setGraphic(node);
                setAccessibleText(text.apply(next));
            }
        }

        @Override
        void clear() {
            super.clear();
            shown = null;
        }
    }

    static final class OfNode<T, N extends Node> extends RowCell<T> {
        private final N node;
        private final Function<T, String> text;
        private final BiConsumer<N, T> fill;

        OfNode(N node, Function<T, String> text, BiConsumer<N, T> fill) {
            this.node = node;
            this.text = text;
            this.fill = fill;
            node.setFocusTraversable(false); // the row has the keyboard focus
            setAlignment(Pos.CENTER_LEFT);
        }

        @Override
        void fill(T row) {
            fill.accept(node, row);
            setGraphic(node);
            setAccessibleText(text.apply(row));
        }
    }
}
