package dev.darkroom.console.activity;

import dev.darkroom.activity.ActivityEntry;
import dev.darkroom.activity.ActivityExport;
import dev.darkroom.activity.ActivityFilter;
import dev.darkroom.activity.ActivityFilter.ActivityPreset;
import dev.darkroom.activity.ActivityRecord;
import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.kit.dialog.SaveFileDialog;
import dev.darkroom.console.kit.filter.FilterKey;
import dev.darkroom.console.kit.filter.FilterReader;
import dev.darkroom.console.kit.filter.PinnedSubject;
import dev.darkroom.console.kit.layout.ExportBar;
import dev.darkroom.console.kit.layout.ExportModel;
import dev.darkroom.console.kit.layout.SideInspector;
import dev.darkroom.console.kit.list.InspectedRow;
import dev.darkroom.console.kit.list.ListControls;
import dev.darkroom.console.kit.list.ListScreen;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.navigation.ConsoleScreen.ScreenEntry;
import dev.darkroom.console.kit.table.PagedTable;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.kit.theme.TextLabels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignE;
import org.kordamp.ikonli.materialdesign2.MaterialDesignH;

/** The Activity screen: tabs, filter, table, the inspector beside it, and the export. */
public final class ActivityScreen extends ListScreen {
    public static final String ID = "activity";

    private static final MessageTexts TEXTS = MessageTexts.of("activity");

    private final ConsoleShell shell;
    private final ActivityModel model;
    private final ActivityExport export;
    private final ExportModel exports;
    private final ActivityNavigation navigation;
    private final ActivityTable lines;
    private final ListControls<ActivityPreset> controls;
    private final SideInspector split;
    private final BulkOutcomeView outcomes;
    private final VBox node = new VBox();
    /** The line selected last, so that re-reading rows does not count as a selection. */
    private @Nullable ActivityEntry inspected;

    private final InspectedRow<ActivityEntry> inspectedRow;

    public ActivityScreen(
            ConsoleShell shell,
            ActivityModel model,
            ActivityExport export,
            Consumer<UUID> openGeneration,
            Consumer<String> openAccount) {
        super(entry());
        this.shell = shell;
        this.model = model;
        this.export = export;
        exports = new ExportModel(shell.feed());
        navigation = new ActivityNavigation(
                openGeneration, openAccount, bulk -> openBulk(bulk, TEXTS.get("open.bulk")), this::inspect);
        lines = new ActivityTable(model, shell, navigation);
        split = new SideInspector(table(), 0.64).remember(ID, shell.splits());
        outcomes = new BulkOutcomeView(shell, model, openGeneration, this::startedAgain);
        controls = new ListControls<>(model.list(), table().pages(), TEXTS, keys(model), shell.formats())
                .join(shell.lists(), ActivityTable.ID, PinnedSubject::ofBelongings);
        inspectedRow = InspectedRow.of(
                model.list(),
                table().pages(),
                ActivityEntry::key,
                shell.feed().latestTask(),
                split,
                () -> inspected,
                entry -> table().select(entry.key()),
                this::list);
        build();
        bind();
    }

    private static List<FilterKey> keys(ActivityModel model) {
        return List.of(
                FilterKey.among("who", () -> model.actorsProperty().get().stream()),
                FilterKey.of(
                        "action",
                        ActivityFilterParser.ACTIONS.stream()
                                .map(FilterReader::word)
                                .toArray(String[]::new)),
                FilterKey.of("generation"),
                FilterKey.of("user"),
                FilterKey.only("outcome", FilterReader.words(ActivityRecord.Result.values())),
                FilterKey.of("time", "<1h", "<1d", "<7d", "<30d"));
    }

    private void build() {
        node.getStyleClass().add("activity");
        Button csv = IconButtons.button(MaterialDesignE.EXPORT_VARIANT, TEXTS.get("export"), this::export);
        csv.setTooltip(new Tooltip(TEXTS.get("export.tip")));
        controls.header().caption(TEXTS.get("caption")).actions(csv);
        VBox.setVgrow(split, Priority.ALWAYS);
        node.getChildren()
                .setAll(
                        controls.header(),
                        controls.tabs(),
                        controls.filterLine(table().pages().failureProperty(), table().pages()::reload),
                        new ExportBar(exports, this::expected),
                        table().limit(),
                        split);
    }

    private void bind() {
        controls.inspector(split, () -> {
            table().getSelectionModel().select(0);
            inspect(table().getItems().getFirst());
            return true;
        });
        table().empty(() -> controls.empty(lines::noLines));
        table().onInspect(this::inspect);
        table().getSelectionModel().selectedItemProperty().subscribe(this::follow);
        table().pages().fetchesProperty().subscribe(_ -> showStatus());
        shell.tickProperty().subscribe(_ -> showStatus());
        model.countsProperty().subscribe(this::showCounts);
        split.openProperty().subscribe(open -> {
            if (!open) {
                model.closeBulk();
            }
        });
    }

    private PagedTable<ActivityEntry> table() {
        return lines.table();
    }

    /** Keeps the open inspector on the selected line. */
    private void follow(@Nullable ActivityEntry entry) {
        if (entry != null && split.openProperty().get() && !isInspected(entry)) {
            inspect(entry);
        }
    }

    private boolean isInspected(ActivityEntry entry) {
        return inspected != null && inspected.key().equals(entry.key());
    }

    /** Shows a list with this line. */
    private void list(ActivityEntry entry) {
        shell.lists().unpinFor(entry.user(), entry.generation());
        if (entry.generation() != null) {
            model.list().narrow(entry.generation().toString());
        } else if (entry.user() != null) {
            model.list().narrow(entry.user());
        } else {
            model.list().viewProperty().set(ActivityPreset.ALL);
            model.list().clearFilter();
        }
    }

    private void inspect(ActivityEntry entry) {
        if (!isInspected(entry)) {
            inspectedRow.openedFromList();
        }
        inspected = entry;
        UUID bulk = entry.bulk();
        if (entry.isBulk() && bulk != null) {
            openBulk(bulk, ActivityLabels.action(entry));
        } else {
            model.closeBulk();
            split.open(title(ActivityLabels.action(entry)), new ActivityDetails(entry, shell.formats(), navigation));
        }
    }

    private void openBulk(UUID bulk, String title) {
        model.openBulk(bulk);
        split.open(title(title), outcomes);
    }

    private static Label title(String text) {
        return TextLabels.styled(text, "inspector-title");
    }

    private void startedAgain(UUID bulk) {
        table().getSelectionModel().clearSelection();
        table().pages().reload();
        inspected = null;
        openBulk(bulk, TEXTS.get("again"));
    }

    private void showCounts(Map<ActivityPreset, Long> counts) {
        for (ActivityPreset view : EnumSet.complementOf(EnumSet.of(ActivityPreset.ALL, ActivityPreset.MINE))) {
            Long count = counts.get(view);
            controls.tabs().count(view, count == null ? "" : ValueFormats.count(count, ActivityModel.BOUND));
        }
    }

    public static ScreenEntry entry() {
        return ScreenEntry.lower(ID, TEXTS.get("title"), MaterialDesignH.HISTORY)
                .withKey("Shortcut+7");
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public Optional<Node> mainPane() {
        return Optional.of(table());
    }

    @Override
    public void shown() {
        model.shown();
    }

    @Override
    public void hidden() {
        model.hidden();
    }

    /** Accepts a filter as text, the id of a generation, or the id of a user. */
    @Override
    public void open(String query) {
        model.list().narrow(query);
    }

    @Override
    protected ListControls<ActivityPreset> controls() {
        return controls;
    }

    @Override
    public List<ConsoleAction> actions() {
        List<ConsoleAction> actions = new ArrayList<>();
        actions.add(ConsoleAction.export(TEXTS.get("export.tip"), this::export));
        actions.add(ConsoleAction.refresh(TEXTS.get("refresh"), table().pages()::reload));
        List<ActivityEntry> selected = List.copyOf(table().getSelectionModel().getSelectedItems());
        if (selected.size() == 1) {
            actions.addAll(lines.actions(selected.getFirst()));
        }
        actions.addAll(outcomes.actions());
        actions.addAll(controls.actions());
        actions.addAll(table().sortActions());
        return actions;
    }

    private void export() {
        model.list().problem().ifPresentOrElse(exports::refuse, this::chooseFile);
    }

    private void chooseFile() {
        SaveFileDialog.choose(
                        node,
                        TEXTS.get("export.tip"),
                        "activity.csv",
                        new FileChooser.ExtensionFilter("CSV", "*.csv"),
                        new FileChooser.ExtensionFilter("JSON", "*.json"))
                .ifPresent(this::exportTo);
    }

    /** Writes the lines that match the current filter to the file, as JSON if its name ends so. */
    void exportTo(Path file) {
        ActivityFilter filter = model.list().currentFilter();
        exports.start(file, progress -> export.write(filter, file, progress));
    }

    private long expected() {
        long all = model.matchingProperty().get();
        return all < ActivityModel.BOUND ? all : 0;
    }

    private void showStatus() {
        List<String> parts = controls.status(
                model.matchingProperty().get(), count -> ValueFormats.count(count, ActivityModel.BOUND));
        parts.add(TEXTS.get("status.append"));
        status(parts);
    }
}
