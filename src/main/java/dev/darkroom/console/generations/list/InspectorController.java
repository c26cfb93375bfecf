package dev.darkroom.console.generations.list;

import dev.darkroom.console.generations.GenerationMessages;
import dev.darkroom.console.generations.GenerationsModel;
import dev.darkroom.console.generations.details.GenerationDetailsModel;
import dev.darkroom.console.generations.details.GenerationDetailsView;
import dev.darkroom.console.kit.filter.FilterTerm;
import dev.darkroom.console.kit.filter.FilterText;
import dev.darkroom.console.kit.filter.PinnedSubject;
import dev.darkroom.console.kit.layout.SideInspector;
import dev.darkroom.console.kit.list.InspectedRow;
import dev.darkroom.console.kit.list.ListFrame;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.navigation.KeyboardShortcuts;
import dev.darkroom.console.kit.navigation.NavigationTarget;
import dev.darkroom.console.kit.table.PagedTable;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.generation.query.GenerationFilter.GenerationPreset;
import dev.darkroom.generation.query.GenerationPage.Line;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import javafx.beans.InvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.scene.control.Button;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignD;
import org.kordamp.ikonli.materialdesign2.MaterialDesignO;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;

/**
 * Keeps list and inspector in sync, so that the inspected generation is a row of the list. If a jump, another view or another
 * filter leads to a list without it, the list narrows to it or the inspector closes; if the generation leaves the list by
 * itself, also before the user comes back to it, the inspector shows a banner. FX thread.
 */
final class InspectorController {
    private final GenerationsModel model;
    private final GenerationDetailsModel details;
    private final GenerationDetailsView view;
    private final PagedTable<Line> table;
    private final SideInspector split;
    private final ListFrame lists;
    private final InspectedRow<UUID> inspectedRow;
    private final Consumer<UUID> ownWindow;
    private final VBox content;
    private final Button previous;
    private final Button next;
    private final HBox previousHolder;
    private final HBox nextHolder;
    private final Button openWindow;
    private final Button pin = IconButtons.iconButton(MaterialDesignP.PIN_OUTLINE, "", this::togglePin);
    private final BooleanBinding isPinned;
    /** The target to show as soon as the list has been read, or null. */
    private @Nullable PendingTarget pendingTarget;

    /** An id or a filter text. */
    private record PendingTarget(String query, Unlisted unlisted) {}

    /** What to do with a target that is not in the list. */
    private enum Unlisted {
        NARROW_LIST,
        /** The list has been narrowed to it already. */
        CLOSE_INSPECTOR,
        SHOW_BESIDE_LIST
    }

    InspectorController(
            GenerationsModel model,
            GenerationDetailsModel details,
            GenerationDetailsView view,
            PagedTable<Line> table,
            SideInspector split,
            ListFrame lists,
            Consumer<UUID> ownWindow) {
        this.model = model;
        this.details = details;
        this.view = view;
        this.table = table;
        this.split = split;
        this.lists = lists;
        this.ownWindow = ownWindow;
        inspectedRow = new InspectedRow<>(
                table.rows(),
                id -> id,
                split,
                details.openProperty()::get,
                model::contains,
                table::select,
                id -> narrow(id.toString()));
        content = new VBox(view);
        VBox.setVgrow(view, Priority.ALWAYS);
        content.addEventHandler(KeyEvent.KEY_PRESSED, this::keys);
        previous = button(MaterialDesignC.CHEVRON_UP, "inspector.previous", KeyboardShortcuts.PREVIOUS, () -> step(-1));
        next = button(MaterialDesignC.CHEVRON_DOWN, "inspector.next", KeyboardShortcuts.NEXT, () -> step(1));
        openWindow = button(MaterialDesignO.OPEN_IN_NEW, "inspector.own", KeyboardShortcuts.OWN_WINDOW, this::openOwn);
        pin.setId("pin-inspected");
        isPinned = Bindings.createBooleanBinding(
                () -> subject().filter(shown -> shown.equals(lists.pin().get())).isPresent(),
                lists.pin(),
                details.openProperty());
        isPinned.subscribe(this::showPin);
        previousHolder = IconButtons.refusable(previous);
        nextHolder = IconButtons.refusable(next);
        details.openProperty().subscribe(_ -> allowSteps());
        table.getItems().addListener((InvalidationListener) _ -> allowSteps());
        view.onReveal(() -> Optional.ofNullable(details.openProperty().get()).ifPresent(this::inspect));
        table.onInspect(line -> inspect(line.row().id()));
        table.pages().fetchesProperty().subscribe((_, _) -> listRead());
        table.getSelectionModel().selectedItemProperty().subscribe(this::selected);
        details.logFilesWantedProperty().bind(split.openProperty());
        split.openProperty().subscribe(open -> {
            if (!open) {
                selected(table.getSelectionModel().getSelectedItem());
            }
        });
    }

    /** Jumps here from elsewhere, to an id or a filter text. The list keeps its filter if it contains that generation. */
    void jump(String query) {
        if (NavigationTarget.id(query).isPresent()) {
            pendingTarget = new PendingTarget(query, Unlisted.NARROW_LIST);
            table.pages().reload();
        } else {
            narrow(query);
        }
    }

    /** Shows a generation again beside the list that was just restored, even if it has left that list meanwhile. */
    void restore(UUID id) {
        pendingTarget = new PendingTarget(id.toString(), Unlisted.SHOW_BESIDE_LIST);
        table.pages().reload();
    }

    /** The generation {@code by} rows below this one in the list. */
    Optional<UUID> neighbour(UUID of, int by) {
        List<Line> rows = table.getItems();
        int place = table.rows().indexOf(of);
        int next = place + by;
        if (next >= rows.size() - 1) {
            table.pages().more();
        }
        return place < 0 || next < 0 || next >= rows.size()
                ? Optional.empty()
                : Optional.of(rows.get(next).row().id());
    }

    /** Why no generation can be shown that is {@code by} rows below this one in the list. */
    Optional<String> stepRefusal(@Nullable UUID of, int by) {
        int place = of == null ? -1 : table.rows().indexOf(of);
        if (place < 0) {
            return Optional.of(GenerationMessages.get("inspector.step.unlisted"));
        }
        int wanted = place + by;
        return wanted < 0
                ? Optional.of(GenerationMessages.get("inspector.step.first"))
                : wanted >= table.getItems().size()
                                && table.pages().completeProperty().get()
                        ? Optional.of(GenerationMessages.get("inspector.step.last"))
                        : Optional.empty();
    }

    private void allowSteps() {
        UUID open = details.openProperty().get();
        IconButtons.allow(previous, stepRefusal(open, -1));
        IconButtons.allow(next, stepRefusal(open, 1));
    }

    /** Selects the next generation of the list, or the previous one for -1; the inspector stays open. */
    void step(int by) {
        Optional.ofNullable(details.openProperty().get())
                .flatMap(id -> neighbour(id, by))
                .ifPresent(table::select);
    }

    /** Returns the actions on the inspected generation's place in the list; none while none is inspected. */
    List<ConsoleAction> actions() {
        UUID open = details.openProperty().get();
        return open == null
                ? List.of()
                : List.of(
                        new ConsoleAction(
                                GenerationMessages.get("inspector.own"),
                                MaterialDesignO.OPEN_IN_NEW,
                                KeyboardShortcuts.OWN_WINDOW,
                                this::openOwn),
                        stepAction(open, -1, KeyboardShortcuts.PREVIOUS, () -> step(-1)),
                        stepAction(open, 1, KeyboardShortcuts.NEXT, () -> step(1)));
    }

    /** The action that shows the previous or the next generation of the list. */
    ConsoleAction stepAction(@Nullable UUID of, int by, KeyCombination key, Runnable step) {
        return new ConsoleAction(
                        GenerationMessages.get(by < 0 ? "inspector.previous" : "inspector.next"),
                        by < 0 ? MaterialDesignC.CHEVRON_UP : MaterialDesignC.CHEVRON_DOWN,
                        key,
                        step)
                .on(key.getDisplayText(), stepRefusal(of, by));
    }

    /** The actions of a row's menu, once its details have been read. */
    List<ConsoleAction> actionsOf(Line line) {
        UUID id = line.row().id();
        List<ConsoleAction> offered = new ArrayList<>();
        offered.add(
                new ConsoleAction(MessageTexts.SHELL.get("menu.open"), MaterialDesignD.DOCK_RIGHT, () -> inspect(id)));
        offered.addAll(view.actions());
        offered.add(model.list().narrowingAction("user", line.row().userId()));
        offered.add(model.list()
                .narrowingAction("model", ValueFormats.model(line.row().model())));
        return offered;
    }

    private Optional<PinnedSubject> subject() {
        return Optional.ofNullable(details.openProperty().get()).map(PinnedSubject::generation);
    }

    private void togglePin() {
        lists.pin().set(isPinned.get() ? null : subject().orElse(null));
    }

    private void showPin(boolean here) {
        pin.setGraphic(IconButtons.icon(here ? MaterialDesignP.PIN : MaterialDesignP.PIN_OUTLINE));
        IconButtons.named(
                pin,
                here
                        ? MessageTexts.SHELL.get("pin.unpin")
                        : GenerationMessages.get(
                                "inspector.key",
                                MessageTexts.SHELL.get("pin.act.GENERATION"),
                                KeyboardShortcuts.PIN.getDisplayText()));
    }

    private void openOwn() {
        Optional.ofNullable(details.openProperty().get()).ifPresent(ownWindow);
    }

    private void narrow(String query) {
        FilterText asked = FilterText.parse(query);
        Optional<FilterTerm> view = asked.first("view");
        model.viewProperty().set(view.flatMap(InspectorController::preset).orElse(GenerationPreset.ALL));
        model.filterProperty().set(view.map(asked::without).orElse(asked));
        pendingTarget = new PendingTarget(query, Unlisted.CLOSE_INSPECTOR);
        table.pages().reload();
    }

    private static Optional<GenerationPreset> preset(FilterTerm view) {
        return Arrays.stream(GenerationPreset.values())
                .filter(preset -> preset.name().equalsIgnoreCase(view.value()))
                .findFirst();
    }

    /** Whether another list was requested but is not read yet. */
    boolean isListPending() {
        return inspectedRow.isListPending();
    }

    /** Called when the view, the filter or the order has changed; drops a pending jump. */
    void listChanged() {
        pendingTarget = null;
        inspectedRow.listChanged();
    }

    /** Reads the selected generation even while the inspector is closed, because the palette offers its actions. */
    private void selected(@Nullable Line line) {
        if (line != null) {
            if (!details.isOpen(line.row().id())) {
                inspectedRow.openedFromList();
            }
            details.open(line.row().id());
        } else if (!split.openProperty().get()) {
            details.close();
        }
    }

    void inspect(UUID id) {
        details.open(id);
        if (!split.openProperty().get()) {
            split.open(view.title(), content, previousHolder, nextHolder, pin, openWindow);
        }
    }

    private static Button button(Ikon icon, String text, KeyCombination key, Runnable run) {
        return IconButtons.iconButton(
                icon, GenerationMessages.get("inspector.key", GenerationMessages.get(text), key.getDisplayText()), run);
    }

    private void keys(KeyEvent event) {
        boolean bare = !event.isShortcutDown() && !event.isAltDown() && !event.isShiftDown();
        if (bare
                && !(event.getTarget() instanceof TextInputControl)
                && (event.getCode() == KeyCode.J || event.getCode() == KeyCode.K)) {
            step(event.getCode() == KeyCode.J ? 1 : -1);
            event.consume();
        }
    }

    private void listRead() {
        PendingTarget asked = pendingTarget;
        pendingTarget = null;
        if (asked == null) {
            inspectedRow.listRead();
        } else {
            inspectedRow.listReplaced();
            showTarget(asked);
        }
    }

    private void showTarget(PendingTarget asked) {
        List<Line> rows = table.getItems();
        Optional<UUID> found = NavigationTarget.id(asked.query())
                .filter(inspectedRow::isListed)
                .or(() -> asked.unlisted() == Unlisted.CLOSE_INSPECTOR && rows.size() == 1
                        ? Optional.of(rows.getFirst().row().id())
                        : Optional.empty());
        found.ifPresentOrElse(
                id -> {
                    inspectedRow.openedFromList();
                    table.select(id);
                    inspect(id);
                    view.requestFocus();
                },
                () -> showUnlisted(asked));
    }

    private void showUnlisted(PendingTarget asked) {
        switch (asked.unlisted()) {
            case NARROW_LIST -> NavigationTarget.id(asked.query()).ifPresent(this::narrowWithinPin);
            case CLOSE_INSPECTOR -> {
                split.close();
                table.requestFocus();
            }
            case SHOW_BESIDE_LIST ->
                NavigationTarget.id(asked.query()).ifPresent(id -> {
                    table.getSelectionModel().clearSelection();
                    inspect(id);
                    inspectedRow.opened();
                });
        }
    }

    /** Narrows the list to a generation, without the pin if that hides it. */
    private void narrowWithinPin(UUID id) {
        if (lists.pin().get() == null) {
            narrow(id.toString());
            return;
        }
        model.isWithinPin(id, within -> {
            if (pendingTarget == null && !inspectedRow.isListPending()) { // else something else was requested meanwhile
                if (!within) {
                    lists.unpin();
                }
                narrow(id.toString());
            }
        });
    }
}
