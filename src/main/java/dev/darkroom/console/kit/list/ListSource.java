package dev.darkroom.console.kit.list;

import dev.darkroom.console.kit.filter.FilterText;
import dev.darkroom.console.kit.table.ColumnOrder;
import dev.darkroom.console.kit.text.ErrorMessages;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Supplies the filters and rows of a {@link ListModel}. */
public interface ListSource<V extends Enum<V>, F, T> {
    /** The limit of the counts beside the view names. */
    int COUNT_BOUND = 10_000;

    /**
     * A parsed filter text.
     *
     * @param filter empty when the text is invalid; the previous filter then stays
     * @param problem a sentence about the part that is invalid or ignored; else empty
     */
    record Parsed<F>(Optional<F> filter, String problem) {
        /** Calls {@code parse}, which throws an {@link IllegalArgumentException} with a sentence for invalid text. */
        public static <F> Parsed<F> of(Supplier<F> parse) {
            try {
                return new Parsed<>(Optional.of(parse.get()), "");
            } catch (IllegalArgumentException exception) {
                return new Parsed<>(Optional.empty(), ErrorMessages.of(exception));
            }
        }
    }

    Parsed<F> parse(FilterText text, V view);

    /** Returns the most useful order for a view. */
    ColumnOrder order(V view);

    /** Counts the rows, up to {@link #COUNT_BOUND}, in the background; empty where that takes too long. */
    OptionalLong count(F filter) throws Exception;

    /** Returns the page after {@code after}, or the first one if null, in the background. */
    List<T> page(F filter, ColumnOrder order, @Nullable T after, int limit) throws Exception;
}
