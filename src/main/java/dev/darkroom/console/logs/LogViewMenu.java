package dev.darkroom.console.logs;

import dev.darkroom.console.kit.list.ListFrame;
import dev.darkroom.console.kit.list.SavedView;
import dev.darkroom.console.kit.list.SavedViewActions;
import dev.darkroom.console.kit.navigation.ActionMenuItem;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.table.TableLayout;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.logs.model.LogsModel;
import dev.darkroom.console.logs.reader.LogMessages;
import dev.darkroom.console.logs.reader.LogSource;
import dev.darkroom.console.logs.reader.LogViewFilter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.collections.ListChangeListener;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.Tooltip;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignB;

/** The saved views of the logs: each is a filter, usable for any log. The button shows the view of the current log. */
final class LogViewMenu extends MenuButton implements SavedViewActions.Host {
    private static final TableLayout NO_TABLE = new TableLayout(List.of(), Map.of(), "", false);

    private final LogsModel model;
    private final SavedViewActions views;
    /** The name of the view that each log shows. */
    private final Map<LogSource, String> names = new HashMap<>();

    LogViewMenu(LogsModel model, ListFrame frame) {
        super("", IconButtons.icon(MaterialDesignB.BOOKMARK_MULTIPLE_OUTLINE));
        this.model = model;
        views = new SavedViewActions(frame, LogsScreen.ID, LogMessages.TEXTS.get("views.keeps"), this);
        getStyleClass().addAll("bare", "saved-views");
        setMnemonicParsing(false);
        setMinWidth(USE_PREF_SIZE);
        setTooltip(new Tooltip(LogMessages.TEXTS.get("views")));
        setOnShowing(_ -> getItems().setAll(items()));
        getItems().setAll(items()); // a menu without items does not open
        model.sources()
                .addListener((ListChangeListener<LogSource>) _ -> names.keySet().retainAll(model.sources()));
        model.currentProperty().subscribe(_ -> viewsChanged());
        model.filters().ownFilterProperty().subscribe(this::recognize);
    }

    /** Selects the view whose filter a restored log has, and deselects the view of a log whose filter was cleared. */
    private void recognize(LogViewFilter filter) {
        LogSource source = model.currentProperty().get();
        Optional<SavedView> shown = current();
        if (source != null && filter.equals(LogViewFilter.ALL)) {
            shown.filter(this::isChanged).ifPresent(_ -> names.remove(source));
        } else if (source != null && shown.isEmpty()) {
            views.views().stream()
                    .filter(view -> !isChanged(view))
                    .findFirst()
                    .ifPresent(view -> names.put(source, view.name()));
        }
        viewsChanged();
    }

    private boolean isChanged(SavedView view) {
        return !LogViewFilter.read(view.filter())
                .equals(model.filters().ownFilterProperty().get());
    }

    @Override
    public void viewsChanged() {
        Optional<String> shown = current()
                .map(view -> isChanged(view) ? MessageTexts.SHELL.get("views.changed", view.name()) : view.name());
        setText(shown.orElse(LogMessages.TEXTS.get("views")));
        setAccessibleText(
                shown.map(name -> LogMessages.TEXTS.get("views.shown", name)).orElse(LogMessages.TEXTS.get("views")));
    }

    private List<MenuItem> items() {
        List<MenuItem> items = new ArrayList<>();
        items.add(ActionMenuItem.of(views.save()));
        List<SavedView> all = views.views();
        if (!all.isEmpty()) {
            items.add(new SeparatorMenuItem());
            all.forEach(view -> items.add(choice(view)));
        }
        current().ifPresent(view -> {
            items.add(new SeparatorMenuItem());
            views.of(view).forEach(action -> items.add(ActionMenuItem.of(action)));
        });
        return items;
    }

    private MenuItem choice(SavedView view) {
        RadioMenuItem item = new RadioMenuItem(view.name());
        item.setMnemonicParsing(false);
        item.setSelected(current().filter(view::equals).isPresent());
        item.setOnAction(_ -> open(view));
        return item;
    }

    /** Returns the actions on the saved views, for the palette. */
    List<ConsoleAction> actions() {
        return views.all();
    }

    @Override
    public Optional<SavedView> current() {
        return Optional.ofNullable(model.currentProperty().get())
                .map(names::get)
                .flatMap(views::find);
    }

    @Override
    public SavedView capture(String name) {
        return new SavedView(
                LogsScreen.ID,
                name,
                "",
                LogViewFilter.write(model.filters().ownFilterProperty().get()),
                NO_TABLE);
    }

    @Override
    public void open(SavedView view) {
        show(view);
        model.setOwnFilter(LogViewFilter.read(view.filter()));
        viewsChanged();
    }

    @Override
    public void follow(@Nullable SavedView next, Runnable change) {
        show(next);
        change.run();
        viewsChanged();
    }

    private void show(@Nullable SavedView view) {
        LogSource source = model.currentProperty().get();
        if (source != null && view != null) {
            names.put(source, view.name());
        } else if (source != null) {
            names.remove(source);
        }
    }

    /** Leaves the view, keeping its filter. */
    @Override
    public void leaveCurrent() {
        show(null);
    }
}
