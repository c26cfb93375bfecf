package dev.darkroom.console.kit.list;

import dev.darkroom.console.kit.dialog.EmptyState;
import dev.darkroom.console.kit.dialog.MessageBanner;
import dev.darkroom.console.kit.filter.FilterBar;
import dev.darkroom.console.kit.filter.FilterKey;
import dev.darkroom.console.kit.filter.FilterText;
import dev.darkroom.console.kit.filter.PinnedSubject;
import dev.darkroom.console.kit.filter.PinnedSubjectChip;
import dev.darkroom.console.kit.layout.PageHeader;
import dev.darkroom.console.kit.layout.SideInspector;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.navigation.ViewTabs;
import dev.darkroom.console.kit.table.PagedRows;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.kit.theme.SemanticColor;
import dev.darkroom.system.ElapsedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.ObjectBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;

/** The controls around the rows of a list screen: title and live state, tabs, filter, its problem, and failures. */
public final class ListControls<V extends Enum<V>> {
    private final ListModel<V, ?, ?> model;
    private final PagedRows<?> rows;
    private final ValueFormats formats;
    private final LiveStateLabel liveState;
    private final PageHeader header;
    private final ViewTabs<V> tabs;
    private final List<FilterKey> filterKeys;
    private final FilterBar filter;
    private final PinnedSubjectChip pin = new PinnedSubjectChip();
    private final BooleanProperty restored = new SimpleBooleanProperty();
    private @Nullable SavedViewTabs<V> saved;
    private @Nullable SideInspector inspector;
    /** Why the rows cannot be read or watched; a field, because its sources do not keep a binding alive. */
    private @Nullable ObjectBinding<@Nullable Exception> shownFailure;

    /** The inspector was open last time and is to be reopened once there are rows. */
    private boolean reopening;

    /** @param texts has the title and the name of each view */
    public ListControls(
            ListModel<V, ?, ?> model,
            PagedRows<?> rows,
            MessageTexts texts,
            List<FilterKey> keys,
            ValueFormats formats) {
        this(model, rows, texts.get("title"), view -> texts.get("view." + view.name()), keys, formats);
    }

    /** @param names names a view */
    public ListControls(
            ListModel<V, ?, ?> model,
            PagedRows<?> rows,
            String title,
            Function<V, String> names,
            List<FilterKey> keys,
            ValueFormats formats) {
        this.model = model;
        this.rows = rows;
        this.formats = formats;
        liveState = new LiveStateLabel(rows, formats);
        header = new PageHeader(title).beside(liveState);
        V first = model.viewProperty().get();
        tabs = new ViewTabs<>(List.of(first.getDeclaringClass().getEnumConstants()), names);
        tabs.selectedProperty().bindBidirectional(model.viewProperty());
        filterKeys = List.copyOf(keys);
        filter = new FilterBar(keys);
        filter.filterProperty().bindBidirectional(model.textProperty());
        model.watchFailureProperty().subscribe((_, failure) -> {
            if (failure == null) {
                rows.reread(); // the database answers again
            }
        });
    }

    /**
     * Follows the window's pin, shows the saved views of this list, and restores what was shown last time.
     *
     * @param list the id of the table, under which state and views are kept
     * @param narrowing the filter terms a pin stands for
     */
    public ListControls<V> join(ListFrame frame, String list, Function<PinnedSubject, FilterText> narrowing) {
        SavedViewTabs<V> own = new SavedViewTabs<>(model, tabs, frame, list);
        saved = own;
        frame.states().opened(list, this::state).ifPresent(left -> restore(left, own));
        model.textProperty().subscribe((_, _) -> restored.set(false));
        frame.pin().subscribe(pinned -> {
            pin.show(pinned, () -> frame.pin().set(null));
            model.pin(
                    pinned == null ? FilterText.EMPTY : narrowing.apply(pinned),
                    pinned != null && pinned.isOneGeneration());
        });
        return this;
    }

    private ListState state() {
        return new ListState(
                model.viewProperty().get().name(),
                saved == null ? "" : saved.shownName(),
                model.textProperty().get().text(),
                inspector != null && inspector.openProperty().get());
    }

    /** Restores the state, and announces a filter that was not typed in this session. */
    private void restore(ListState left, SavedViewTabs<V> own) {
        model.restoreView(left.view());
        own.reopen(left.saved());
        FilterText typed = FilterText.parse(left.filter());
        model.textProperty().set(typed);
        reopening = left.inspecting();
        restored.set(!typed.isEmpty() && own.shownName().isEmpty());
    }

    /**
     * Reopens the inspector as soon as there are rows, if it was open last time.
     *
     * @param openFirst opens it on the first row; false when it is too early for that
     */
    public void inspector(SideInspector shown, BooleanSupplier openFirst) {
        inspector = shown;
        rows.fetchesProperty().subscribe((_, _) -> {
            reopening &= !shown.openProperty().get();
            if (reopening && !rows.rows().items().isEmpty()) {
                reopening = !openFirst.getAsBoolean();
            }
        });
    }

    List<FilterKey> filterKeys() {
        return filterKeys;
    }

    boolean inspectsRows() {
        return inspector != null;
    }

    /** Returns the actions on the saved views. */
    public List<ConsoleAction> actions() {
        return saved == null ? List.of() : saved.actions();
    }

    /** Returns an action that restores the current view, filter and order. */
    Runnable restorePoint() {
        return model.restorePoint();
    }

    public PageHeader header() {
        return header;
    }

    /** The live state of the rows, shown beside the title. */
    public Node liveState() {
        return liveState;
    }

    public ViewTabs<V> tabs() {
        return tabs;
    }

    public void focusFilter() {
        filter.focusField();
    }

    /** Returns the filter with these tools beside it, and its problem and the failure below. */
    public VBox filterLine(ObservableValue<? extends @Nullable Exception> failure, Runnable retry, Region... tools) {
        HBox line = new HBox(pin, filter);
        for (Region tool : tools) {
            tool.setMinWidth(Region.USE_PREF_SIZE); // the filter shrinks instead
            line.getChildren().add(tool);
        }
        line.getStyleClass().addAll("tool-line", "filter-line");
        MessageBanner problem = MessageBanner.warning("");
        model.problemProperty().subscribe(problem::sentence);
        problem.visibleProperty().bind(model.problemProperty().isNotEmpty());
        MessageBanner left = MessageBanner.restoredFilter(
                MessageTexts.SHELL.get("list.restored"), restored, model::clearFilter, () -> restored.set(false));
        shownFailure = Bindings.createObjectBinding(
                () -> failure.getValue() == null ? model.watchFailureProperty().get() : failure.getValue(),
                failure,
                model.watchFailureProperty());
        return new VBox(line, left, problem, MessageBanner.of(shownFailure, retry));
    }

    /**
     * Describes how many rows are loaded and exist, and the age and duration of the last read. Counts are refreshed less often
     * than rows, so the total shown is never below the number loaded.
     *
     * @param counted negative if not counted
     */
    public List<String> status(long counted, LongFunction<String> words) {
        List<String> parts = new ArrayList<>();
        long here = rows.rows().items().size();
        String loaded = ValueFormats.number(here);
        parts.add(
                counted < 0
                        ? MessageTexts.SHELL.get("list.rows", loaded)
                        : MessageTexts.SHELL.get("list.rows.of", loaded, words.apply(Math.max(here, counted))));
        ListModel.PageRead read = model.lastReadProperty().get();
        if (read != null) {
            Duration age = Duration.between(read.at(), formats.clock().instant());
            parts.add(MessageTexts.SHELL.get("list.age", ElapsedTime.taken(age)));
            parts.add(MessageTexts.SHELL.get("list.query", ElapsedTime.taken(read.took())));
        }
        return parts;
    }

    /** Returns the placeholder for a list without rows: the filter or the pin hides them, or else why there are none. */
    public Node empty(Supplier<? extends Node> unfiltered) {
        if (!model.textProperty().get().isEmpty()) {
            return EmptyState.nothingMatches(model::clearFilter);
        }
        return model.pinnedProperty().get().isEmpty() ? unfiltered.get() : EmptyState.nothingPinned(pin::unpin);
    }

    /** Shows "live" or "frozen since 17:59:03" and the count of waiting rows; a click on "12 new" admits them. For headers. */
    public static final class LiveStateLabel extends HBox {
        private final ValueFormats formats;
        private final Label state = new Label();
        private final Tooltip why = new Tooltip(MessageTexts.SHELL.get("list.frozen.why"));

        public LiveStateLabel(PagedRows<?> rows, ValueFormats formats) {
            super(8);
            this.formats = formats;
            getStyleClass().add("live-state");
            setAlignment(Pos.CENTER_LEFT);
            state.getStyleClass().add("muted");
            getChildren().setAll(state, pill(rows));
            rows.frozenSinceProperty().subscribe(this::show);
        }

        private void show(@Nullable Instant since) {
            state.setText(
                    since == null
                            ? MessageTexts.SHELL.get("list.live")
                            : MessageTexts.SHELL.get("list.frozen", formats.time(since)));
            state.setTooltip(since == null ? null : why);
        }

        private static Button pill(PagedRows<?> rows) {
            Button pill = new Button(null, IconButtons.icon(MaterialDesignA.ARROW_UP));
            pill.getStyleClass().addAll("pill", SemanticColor.BLUE.style());
            pill.textProperty()
                    .bind(rows.rows()
                            .waitingCountProperty()
                            .map(n -> MessageTexts.SHELL.get("table.new", ValueFormats.number(n.longValue()))));
            pill.visibleProperty().bind(rows.rows().waitingCountProperty().greaterThan(0));
            pill.managedProperty().bind(pill.visibleProperty());
            pill.setOnAction(_ -> rows.reload());
            return pill;
        }
    }
}
