package dev.darkroom.console.kit.list;

import dev.darkroom.console.kit.filter.FilterTerm;
import dev.darkroom.console.kit.filter.FilterText;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.navigation.NavigationTarget;
import dev.darkroom.console.kit.table.ColumnOrder;
import dev.darkroom.console.kit.table.PagedRows;
import dev.darkroom.console.kit.text.MessageTexts;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;

/**
 * The query of a list screen: one of its views, a filter and an order. On the FX thread, without the toolkit.
 *
 * @param <V> the views
 * @param <F> the filter the rows are fetched with
 * @param <T> the rows
 */
public final class ListModel<V extends Enum<V>, F, T> {
    private final ListSource<V, F, T> source;
    private final Executor fx;
    private final InstantSource clock;
    private final ObjectProperty<V> view;
    private final V first;
    private final ObjectProperty<FilterText> text = new SimpleObjectProperty<>(FilterText.EMPTY);
    private final ReadOnlyObjectWrapper<FilterText> pinned = new ReadOnlyObjectWrapper<>(FilterText.EMPTY);

    private final ReadOnlyObjectWrapper<FilterText> combinedText = new ReadOnlyObjectWrapper<>(FilterText.EMPTY);
    private final ObjectProperty<ColumnOrder> order;
    private final ReadOnlyObjectWrapper<F> filter;
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<@Nullable PageRead> lastRead = new ReadOnlyObjectWrapper<>();

    private final ReadOnlyObjectWrapper<@Nullable Exception> watchFailure = new ReadOnlyObjectWrapper<>();

    /** What the filter was read from, also for the threads that count; a text that cannot be read leaves the filter as it was. */
    private volatile FilterText parsedText = FilterText.EMPTY;

    private V parsedView;

    /** The order is changing with the view, whose filter is not yet parsed. */
    private boolean changingView;

    /** When a page was read, and how long that took. */
    public record PageRead(Instant at, Duration took) {}

    public ListModel(ListSource<V, F, T> source, V first, Executor fx, InstantSource clock) {
        this.source = source;
        this.fx = fx;
        this.clock = clock;
        this.first = first;
        view = new SimpleObjectProperty<>(first);
        parsedView = first;
        order = new SimpleObjectProperty<>(source.order(first));
        filter = new ReadOnlyObjectWrapper<>(
                source.parse(FilterText.EMPTY, first).filter().orElseThrow());
        view.subscribe((_, chosen) -> {
            changingView = true;
            order.set(source.order(chosen));
            changingView = false;
            parse();
        });
        text.subscribe((_, _) -> parse());
    }

    public ObjectProperty<V> viewProperty() {
        return view;
    }

    /** The filter as typed. */
    public ObjectProperty<FilterText> textProperty() {
        return text;
    }

    /** The order of the view, until set to another one. */
    public ObjectProperty<ColumnOrder> orderProperty() {
        return order;
    }

    /** The default order of the selected view. */
    ColumnOrder defaultOrder() {
        return source.order(view.get());
    }

    /** The filter that view and text amount to. */
    public ReadOnlyObjectProperty<F> filterProperty() {
        return filter.getReadOnlyProperty();
    }

    /** The filter as of now, for reading rows once: "today" is another day after midnight. */
    public F currentFilter() {
        return source.parse(parsedText, parsedView).filter().orElseGet(filter::get);
    }

    /** A sentence about the invalid part of the text, else empty. */
    public ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** Why nothing may be done with all that matches: the filter in effect is not the one that is shown. */
    public Optional<String> problem() {
        return Optional.of(problem.get()).filter(sentence -> !sentence.isEmpty());
    }

    public ReadOnlyObjectProperty<@Nullable PageRead> lastReadProperty() {
        return lastRead.getReadOnlyProperty();
    }

    /** Why changes of the rows cannot be noticed, null while they can. */
    public ReadOnlyObjectProperty<@Nullable Exception> watchFailureProperty() {
        return watchFailure.getReadOnlyProperty();
    }

    /** Receives the outcome of each poll of the screen's {@link ChangeWatch}: its failure, or null after a success. */
    public void watched(@Nullable Exception failure) {
        watchFailure.set(failure);
    }

    /** Narrows every view beside the typed filter; empty for none. A pin on one generation switches to the first view. */
    public void pin(FilterText narrowing, boolean oneGeneration) {
        if (!narrowing.equals(pinned.get())) {
            pinned.set(narrowing);
            if (oneGeneration && !view.get().equals(first)) {
                view.set(first);
            } else {
                parse();
            }
        }
    }

    /** The filter of the window's pin, empty for none. */
    public ReadOnlyObjectProperty<FilterText> pinnedProperty() {
        return pinned.getReadOnlyProperty();
    }

    /** The pin combined with the typed filter. */
    public ReadOnlyObjectProperty<FilterText> combinedTextProperty() {
        return combinedText.getReadOnlyProperty();
    }

    public void clearFilter() {
        text.set(FilterText.EMPTY);
    }

    /** Narrows the first view to a filter given as text, to a generation id, or else to a user id. */
    public void narrow(String query) {
        view.set(first); // in another view, most of what is asked for may be missing
        FilterText asked = FilterText.parse(query);
        String key = NavigationTarget.id(query).isPresent() ? "generation" : "user";
        text.set(
                asked.terms().stream().allMatch(FilterTerm::isWord)
                        ? FilterText.EMPTY.with(FilterTerm.of(key, query))
                        : asked);
    }

    /** Returns the view with that name, if there is one. */
    Optional<V> findView(String name) {
        return Arrays.stream(first.getDeclaringClass().getEnumConstants())
                .filter(each -> each.name().equals(name))
                .findFirst();
    }

    /** Counts the rows of each view under pin and filter, where counting is supported. Any thread; blocks. */
    public Map<V, Long> counts(Collection<V> views) throws Exception {
        Map<V, Long> counts = new EnumMap<>(first.getDeclaringClass());
        FilterText narrowed = parsedText;
        for (V each : views) {
            Optional<F> wanted = source.parse(narrowed, each).filter();
            if (wanted.isPresent()) {
                source.count(wanted.get()).ifPresent(count -> counts.put(each, count));
            }
        }
        return counts;
    }

    /** Returns a count of that view's rows with this filter under the pin, whatever is shown; to be run in the background. */
    Callable<OptionalLong> countTask(String name, FilterText typed) {
        Optional<F> wanted = findView(name)
                .flatMap(each -> source.parse(underPin(typed), each).filter());
        return () -> wanted.isPresent() ? source.count(wanted.get()) : OptionalLong.empty();
    }

    /**
     * Returns a check whether the list has this row, loaded or not: it is the row before the one after it. To be run in the
     * background.
     */
    public Callable<Boolean> containsTask(T row, Function<? super T, ?> id) {
        F wanted = currentFilter();
        ColumnOrder by = order.get();
        return () -> {
            List<T> behind = source.page(wanted, by, row, 1);
            List<T> found = source.page(wanted, by.turned(), behind.isEmpty() ? null : behind.getFirst(), 1);
            return !found.isEmpty() && id.apply(found.getFirst()).equals(id.apply(row));
        };
    }

    /** Shows that view, in the order restored with its table. */
    void restoreView(String name) {
        ColumnOrder left = order.get();
        findView(name).ifPresent(view::set);
        if (left.column().equals(defaultOrder().column())) {
            order.set(left);
        }
    }

    /** Returns an action that restores the current view, filter and order. */
    public Runnable restorePoint() {
        V shown = view.get();
        FilterText typed = text.get();
        ColumnOrder by = order.get();
        return () -> {
            view.set(shown);
            text.set(typed);
            order.set(by);
        };
    }

    /** Returns an action that narrows the list further, for a row's menu. */
    public ConsoleAction narrowingAction(String key, String value) {
        FilterTerm term = FilterTerm.of(key, value);
        return new ConsoleAction(
                        MessageTexts.SHELL.get("menu.only", term.text()),
                        MaterialDesignF.FILTER_PLUS_OUTLINE,
                        () -> text.set(text.get().withOnly(term)))
                .in(ConsoleAction.Group.SHOW);
    }

    /** Registers a handler that runs when the query has changed. */
    public void onChange(Runnable handler) {
        filter.subscribe((_, _) -> handler.run());
        order.subscribe((_, _) -> {
            if (!changingView) {
                handler.run();
            }
        });
    }

    /**
     * Returns the rows of the current filter and order; later changes need a new source. Relative times are resolved whenever
     * the first page is read, and hold for the pages after it.
     */
    public PagedRows.PageSource<T> pages() {
        F parsed = filter.get();
        FilterText typed = parsedText;
        V shown = parsedView;
        ColumnOrder by = order.get();
        return new PagedRows.PageSource<>() {
            private volatile F resolved = parsed;

            @Override
            public List<T> fetch(@Nullable T after, int limit) throws Exception {
                Instant start = clock.instant();
                if (after == null) {
                    resolved = source.parse(typed, shown).filter().orElse(parsed);
                }
                List<T> page = source.page(resolved, by, after, limit);
                PageRead read = new PageRead(clock.instant(), Duration.between(start, clock.instant()));
                fx.execute(() -> lastRead.set(read));
                return page;
            }
        };
    }

    private void parse() {
        FilterText left = withoutPinned(text.get());
        FilterText whole = underPin(text.get());
        ListSource.Parsed<F> parsed = source.parse(whole, view.get());
        problem.set(problems(parsed.problem(), left));
        parsed.filter().ifPresent(valid -> {
            parsedText = whole;
            parsedView = view.get();
            filter.set(valid);
        });
        combinedText.set(whole); // its listeners may read the filter
    }

    private FilterText underPin(FilterText typed) {
        return pinned.get().with(withoutPinned(typed));
    }

    /** Removes typed terms with a key of the pin: terms of one key are alternatives, so they would widen the pin. */
    private FilterText withoutPinned(FilterText typed) {
        List<String> subjects =
                pinned.get().terms().stream().flatMap(ListModel::settled).toList();
        return new FilterText(typed.terms().stream()
                .filter(term -> term.excluded() || !subjects.contains(subject(term)))
                .toList());
    }

    /** What the pin settles: a generation has one user, so that another one in the filter would hide everything. */
    private static Stream<String> settled(FilterTerm pinned) {
        return Stream.of(subject(pinned), "user");
    }

    /** Ids and words are searched for as one text. */
    private static String subject(FilterTerm term) {
        return term.key().equals("id") || term.key().equals("request") ? "" : term.key();
    }

    private String problems(String unreadable, FilterText left) {
        String ignored = text.get().terms().stream()
                .filter(term -> !left.terms().contains(term))
                .map(FilterTerm::text)
                .collect(Collectors.joining(" "));
        return ignored.isEmpty()
                ? unreadable
                : (MessageTexts.SHELL.get("pin.ignored", ignored) + " " + unreadable).strip();
    }
}
