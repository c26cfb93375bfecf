package dev.darkroom.console.kit.list;

import dev.darkroom.console.kit.filter.FilterText;
import dev.darkroom.console.kit.navigation.ActionMenuItem;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.navigation.ViewTabs;
import dev.darkroom.console.kit.table.ColumnOrder;
import dev.darkroom.console.kit.table.TableLayout;
import dev.darkroom.console.kit.task.LatestTask;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.IconButtons;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.geometry.Side;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseButton;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignB;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;

/**
 * The saved views of a list as tabs after the built-in views. A view that is shown may be modified, which its tab indicates;
 * changes are saved only on request. Going back to a built-in view restores the previous filter and columns; what another
 * window does to the view that is shown here leaves filter, columns and order as they are. FX thread only.
 */
final class SavedViewTabs<V extends Enum<V>> implements SavedViewActions.Host {
    /** The same interval at which the lists' models count their views. */
    private static final Duration RECOUNT = Duration.ofSeconds(15);

    private final ListModel<V, ?, ?> model;
    private final ViewTabs<V> tabs;
    private final ListFrame frame;
    private final String list;
    private final Map<SavedView, ToggleButton> buttons = new HashMap<>();
    private final Map<SavedView, StringProperty> counts = new HashMap<>();
    private final LatestTask counting;
    private final SavedViewActions views;
    private final Button save;
    private @Nullable SavedView current;
    /** The views in the order of their tabs. */
    private List<SavedView> shown = List.of();
    /** The filter typed before a saved view was opened. */
    private FilterText previousFilter = FilterText.EMPTY;
    /** True while tabs are selected and filters set by this class, not by the user. */
    private boolean adjusting;

    SavedViewTabs(ListModel<V, ?, ?> model, ViewTabs<V> tabs, ListFrame frame, String list) {
        this.model = model;
        this.tabs = tabs;
        this.frame = frame;
        this.list = list;
        counting = frame.feed().latestTask();
        views = new SavedViewActions(frame, list, MessageTexts.SHELL.get("views.save.text"), this);
        ConsoleAction saving = views.save();
        save = IconButtons.iconButton(saving.icon(), saving.title(), saving.run());
        save.getStyleClass().addAll("bare", "save-view");
        tabs.onChosen(_ -> builtInChosen());
        model.textProperty().subscribe((_, _) -> {
            mark();
            recount();
        });
        model.orderProperty().subscribe((_, _) -> mark());
        model.pinnedProperty().subscribe((_, _) -> recount());
        show();
        frame.feed().poll(RECOUNT, () -> true, _ -> count());
        tabs.sceneProperty().subscribe((_, _) -> count());
    }

    private void recount() {
        counting.cancel();
        count();
    }

    /** Counts the rows of each saved view, of the current one with the filter that is shown, while the tabs are on the screen. */
    private void count() {
        if (tabs.getScene() == null || buttons.isEmpty() || counting.isRunning()) {
            return;
        }
        Map<SavedView, Callable<OptionalLong>> asked = new HashMap<>();
        buttons.keySet()
                .forEach(view -> asked.put(
                        view,
                        model.countTask(
                                view.preset(),
                                view.equals(current) ? model.textProperty().get() : FilterText.parse(view.filter()))));
        counting.load(
                () -> {
                    Map<SavedView, OptionalLong> found = new HashMap<>();
                    for (Map.Entry<SavedView, Callable<OptionalLong>> each : asked.entrySet()) {
                        found.put(each.getKey(), each.getValue().call());
                    }
                    return found;
                },
                found -> {
                    found.forEach((view, rows) -> countOf(view).set(words(rows)));
                    mark();
                },
                _ -> {}); // the list itself reports a database that does not respond
    }

    private static String words(OptionalLong rows) {
        return rows.isEmpty() ? "" : ValueFormats.count(rows.getAsLong(), ListSource.COUNT_BOUND);
    }

    private StringProperty countOf(SavedView view) {
        return counts.computeIfAbsent(view, _ -> new SimpleStringProperty(""));
    }

    @Override
    public void viewsChanged() {
        show();
    }

    private void show() {
        List<SavedView> before = shown;
        shown = List.copyOf(views.views());
        SavedView left = current;
        if (left != null && !shown.contains(left)) {
            current = replacement(before, left);
        }
        buttons.values().forEach(gone -> gone.setToggleGroup(null));
        buttons.clear();
        List<Node> nodes = new ArrayList<>();
        for (SavedView view : shown) {
            ToggleButton tab = tab(view);
            buttons.put(view, tab);
            nodes.add(tab);
        }
        nodes.add(save);
        tabs.placeAfter(nodes);
        counts.keySet().retainAll(buttons.keySet());
        if (left != null && current == null) {
            frame.layouts().keepSavedView(list);
            tabs.markSelected();
        }
        mark();
        count();
    }

    /** Returns what another window has saved in the place of a view; null where it has deleted the view. */
    private @Nullable SavedView replacement(List<SavedView> before, SavedView gone) {
        int place = before.indexOf(gone);
        return before.size() == shown.size() && place >= 0 ? shown.get(place) : null;
    }

    private ToggleButton tab(SavedView view) {
        FontIcon more = IconButtons.icon(MaterialDesignC.CHEVRON_DOWN);
        more.getStyleClass().add("more");
        ToggleButton tab = tabs.extraTab(
                new Label(view.name(), IconButtons.icon(MaterialDesignB.BOOKMARK_OUTLINE)),
                ViewTabs.countLabel(countOf(view)),
                more);
        tab.getStyleClass().add("saved-view");
        tab.setTooltip(new Tooltip(view.filter().isEmpty() ? view.name() : view.filter()));
        more.visibleProperty().bind(tab.selectedProperty());
        more.managedProperty().bind(more.visibleProperty());
        ContextMenu menu = new ContextMenu();
        menu.setOnShowing(_ -> fill(menu, view));
        fill(menu, view); // a menu without items does not open
        tab.setContextMenu(menu);
        more.setOnMousePressed(event -> {
            if (event.getButton() == MouseButton.PRIMARY) {
                menu.show(tab, Side.BOTTOM, 0, 0);
                event.consume();
            }
        });
        tab.setSelected(view.equals(current));
        tab.selectedProperty().subscribe((_, chosen) -> {
            if (chosen && !adjusting) {
                open(view);
            }
        });
        return tab;
    }

    private void fill(ContextMenu menu, SavedView view) {
        menu.getItems().setAll(views.of(view).stream().map(ActionMenuItem::of).toList());
    }

    @Override
    public void open(SavedView view) {
        adjusting = true;
        if (current == null) {
            previousFilter = model.textProperty().get();
        }
        current = view;
        model.findView(view.preset()).ifPresent(model.viewProperty()::set);
        model.textProperty().set(FilterText.parse(view.filter()));
        frame.layouts().applySavedView(list, view.layout());
        if (!view.layout().sort().isEmpty()) {
            model.orderProperty()
                    .set(new ColumnOrder(view.layout().sort(), view.layout().ascending()));
        }
        Optional.ofNullable(buttons.get(view)).ifPresent(tab -> tab.setSelected(true));
        adjusting = false;
        mark();
    }

    /** Returns the name of the view that is shown, empty for none. */
    String shownName() {
        return current == null ? "" : current.name();
    }

    /** Shows the view with that name again, if it still exists. */
    void reopen(String name) {
        views.find(name).ifPresent(this::open);
    }

    @Override
    public Optional<SavedView> current() {
        return Optional.ofNullable(current);
    }

    @Override
    public void leaveCurrent() {
        tabs.markSelected();
    }

    /** Leaves the saved view after a built-in view was chosen. */
    private void builtInChosen() {
        if (current == null || adjusting) {
            return;
        }
        current = null;
        adjusting = true;
        frame.layouts().leaveSavedView(list);
        model.orderProperty().set(model.defaultOrder());
        model.textProperty().set(previousFilter);
        adjusting = false;
        mark();
    }

    /** Marks the tab of the view that is shown if it differs from what was saved. */
    private void mark() {
        buttons.forEach((view, tab) -> {
            boolean other = view.equals(current) && isChanged();
            String name = other ? MessageTexts.SHELL.get("views.changed", view.name()) : view.name();
            String count = countOf(view).get();
            tab.setAccessibleText(count.isEmpty() ? name : name + " " + count);
            if (tab.getGraphic().lookup(".label") instanceof Label label) {
                label.setText(name);
            }
        });
    }

    private boolean isChanged() {
        SavedView view = current;
        if (view == null || adjusting) {
            return false;
        }
        ColumnOrder order = model.orderProperty().get();
        return !model.textProperty().get().text().equals(view.filter())
                || !order.column().equals(view.layout().sort())
                || order.ascending() != view.layout().ascending();
    }

    /** Returns the actions on the saved views, for the palette. */
    List<ConsoleAction> actions() {
        return views.all();
    }

    @Override
    public SavedView capture(String name) {
        ColumnOrder order = model.orderProperty().get();
        TableLayout layout = frame.layouts()
                .shown(list)
                .orElse(new TableLayout(List.of(), Map.of(), order.column(), order.ascending()));
        return new SavedView(
                list,
                name,
                model.viewProperty().get().name(),
                model.textProperty().get().text(),
                new TableLayout(layout.hidden(), layout.order(), layout.widths(), order.column(), order.ascending()));
    }

    @Override
    public void follow(@Nullable SavedView next, Runnable change) {
        if (next != null && current == null) {
            previousFilter = FilterText.EMPTY;
            frame.layouts().shown(list).ifPresent(layout -> frame.layouts().applySavedView(list, layout));
        }
        current = next;
        change.run();
        ToggleButton tab = next == null ? null : buttons.get(next);
        if (tab != null) {
            adjusting = true;
            tab.setSelected(true);
            adjusting = false;
            mark();
        }
    }
}
