package dev.darkroom.console.kit.table;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the rows of a {@link PagedTable} come from, in its order; called on a background thread. */
@FunctionalInterface
public interface PageSource<T> {
    /** Up to {@code limit} rows behind {@code after} by key, the first ones when it is null; fewer = there are no more. */
    List<T> fetch(@Nullable T after, int limit) throws Exception;
}
