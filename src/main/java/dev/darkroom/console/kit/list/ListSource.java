package dev.darkroom.console.kit.list;

import dev.darkroom.console.kit.filter.FilterText;
import dev.darkroom.console.kit.table.ColumnOrder;
import dev.darkroom.console.kit.text.ErrorMessages;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the filters and rows of a {@link ListModel} are. */
public interface ListSource<V extends Enum<V>, F, T> {
    /** Counts beside the names of views stop here. */
    int COUNT_BOUND = 10_000;

    /**
     * A filter that was typed.
     *
     * @param filter empty when it cannot be read; then the filter before stays
     * @param problem a sentence about what cannot be read, or is left out; else empty
     */
    record Parsed<F>(Optional<F> filter, String problem) {
        /** {@code parse} throws an {@link IllegalArgumentException} with a sentence. */
        public static <F> Parsed<F> of(Supplier<F> parse) {
            try {
                return new Parsed<>(Optional.of(parse.get()), "");
            } catch (IllegalArgumentException exception) {
                return new Parsed<>(Optional.empty(), ErrorMessages.of(exception));
            }
        }
    }

    Parsed<F> parse(FilterText text, V view);

    /** The order in which a view serves best. */
    ColumnOrder order(V view);

    /** How many rows there are, up to {@link #COUNT_BOUND}, in the background; empty where that takes too long to know. */
    OptionalLong count(F filter) throws Exception;

    /** The page behind {@code after}, or the first one, in the background. */
    List<T> page(F filter, ColumnOrder order, @Nullable T after, int limit) throws Exception;
}
