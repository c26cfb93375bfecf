package dev.darkroom.console.logs;

import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.kit.dialog.MessageBanner;
import dev.darkroom.console.kit.filter.PinnedSubject;
import dev.darkroom.console.kit.filter.PinnedSubjectChip;
import dev.darkroom.console.kit.layout.SideInspector;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.navigation.ConsoleScreen;
import dev.darkroom.console.kit.navigation.ConsoleScreen.ScreenEntry;
import dev.darkroom.console.kit.navigation.NavigationTarget;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.kit.theme.TextLabels;
import dev.darkroom.console.logs.LogActions.LogLineMenu;
import dev.darkroom.console.logs.lines.LogCanvas;
import dev.darkroom.console.logs.lines.LogLineInput;
import dev.darkroom.console.logs.model.LogsModel;
import dev.darkroom.console.logs.reader.LogMessages;
import dev.darkroom.console.logs.reader.LogSnapshot;
import dev.darkroom.logfile.query.LogRecord;
import java.io.File;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.DragEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignB;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;

/** The Logs screen: open logs as tabs, search, histogram, facets at the left, lines, and the selected record at the right. */
public final class LogsScreen extends ConsoleScreen {
    public static final String ID = "logs";

    private final ConsoleShell shell;
    private final LogsModel model;
    private final LogSearchField search;
    private final LogCanvas lines;
    private final LogViewMenu views;
    private final LogTabs tabs;
    private final LogActions actions;
    private final LogRecordDrawer drawer;
    private final SideInspector inspector;
    private final LogHistogramStrip strip;
    private final PinnedSubjectChip pin = new PinnedSubjectChip();
    private final VBox root = new VBox();

    public LogsScreen(ConsoleShell shell, LogsModel model, Consumer<String> openGeneration) {
        super(entry());
        this.shell = shell;
        this.model = model;
        search = new LogSearchField(model);
        lines = new LogCanvas(model, shell.theme());
        views = new LogViewMenu(model, shell.lists());
        tabs = new LogTabs(model, views);
        LogExportBox export = new LogExportBox(shell, model);
        actions = new LogActions(shell, model, lines, export);
        drawer = new LogRecordDrawer(model, openGeneration, actions);
        strip = new LogHistogramStrip(model, lines, shell.theme());
        LogContentPane stage = new LogContentPane(shell, model, lines);
        LogFacetRail facets = new LogFacetRail(model);
        HBox body = new HBox(facets, stage);
        HBox.setHgrow(stage, Priority.ALWAYS);
        // The inspector returns the keyboard focus to the node beside it.
        body.focusedProperty().subscribe(focused -> {
            if (focused) {
                lines.requestFocus();
            }
        });
        inspector = new SideInspector(body, 0.74).remember(ID, shell.splits());
        // Beside an open record in a narrow window the lines need the space more.
        facets.visibleProperty()
                .bind(inspector
                        .openProperty()
                        .not()
                        .or(root.widthProperty()
                                .greaterThan(facets.widthProperty().multiply(4.5))));
        facets.managedProperty().bind(facets.visibleProperty());
        VBox.setVgrow(inspector, Priority.ALWAYS);
        root.getStyleClass().add("logs");
        root.getChildren()
                .setAll(
                        tabs,
                        new LogTools(model, search, lines, actions),
                        new LogConditionChips(model, pin),
                        MessageBanner.restoredFilter(
                                LogMessages.TEXTS.get("restored"),
                                model.filters().restoredProperty(),
                                model::clear,
                                model.filters()::dismissRestored),
                        export,
                        strip,
                        inspector);
        input(new LogLineInput(lines, model, openGeneration));
        bind();
    }

    private void input(LogLineInput input) {
        input.onOpen(this::openSelected);
        input.onCopy(actions::copy);
        input.onMenu(new LogLineMenu(lines, actions)::show);
        actions.onOpen(this::openSelected);
        search.onJump(actions::goToMatch);
    }

    private void bind() {
        shell.pinProperty().subscribe(pinned -> {
            model.pin(pinned == null ? "" : pinned.generation());
            pin.show(pinned, () -> shell.pinProperty().set(null));
        });
        model.snapshotProperty().subscribe(this::show);
        model.selectedProperty().subscribe(_ -> {
            if (inspector.openProperty().get()) {
                openSelected();
            }
        });
        model.currentProperty().subscribe(_ -> inspector.close());
        model.bookmarks().listProperty().subscribe(_ -> {
            if (inspector.openProperty().get()) {
                openSelected();
            }
        });
        root.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE
                    && model.filterProperty().get().hasRange()) {
                strip.clearRange();
                event.consume();
            }
        });
    }

    /**
     * Accepts files dropped anywhere on the window, whether or not the screen has been built.
     *
     * @param others accepts the files that are not for this screen
     */
    public static void acceptFiles(ConsoleShell shell, Supplier<LogsScreen> screen, Predicate<File> others) {
        shell.root().addEventHandler(DragEvent.DRAG_OVER, event -> {
            if (event.getDragboard().hasFiles()) {
                event.acceptTransferModes(TransferMode.LINK, TransferMode.COPY);
            }
        });
        shell.root().addEventHandler(DragEvent.DRAG_DROPPED, event -> {
            List<File> logs = event.getDragboard().getFiles().stream()
                    .filter(others.negate())
                    .toList();
            if (!logs.isEmpty()) {
                screen.get().drop(logs);
                event.setDropCompleted(true);
            }
        });
    }

    void drop(List<File> files) {
        shell.open(NavigationTarget.screen(ID));
        model.open(files.stream().map(File::toPath).toList());
    }

    private void openSelected() {
        int selected = model.selectedProperty().get();
        if (selected < 0) {
            inspector.close();
        } else {
            model.records().record(selected, this::showWhole);
        }
    }

    private void showWhole(LogRecord record) {
        if (record.number() != model.selectedProperty().get()) {
            return; // another one was selected meanwhile
        }
        drawer.show(record);
        Label title = TextLabels.styled(
                LogMessages.TEXTS.get("drawer.title", ValueFormats.number(record.number() + 1)), "drawer-title");
        boolean marked = model.bookmarks().has((int) record.number());
        Button bookmark = IconButtons.iconButton(
                marked ? MaterialDesignB.BOOKMARK : MaterialDesignB.BOOKMARK_OUTLINE,
                LogMessages.TEXTS.get("bookmark.toggle"),
                actions::toggleBookmark);
        inspector.open(title, drawer, bookmark);
    }

    private void show(@Nullable LogSnapshot snapshot) {
        if (snapshot == null) {
            status().setAll(LogMessages.TEXTS.get("status.opening"));
            return;
        }
        LogSnapshot.Extent extent = snapshot.extent();
        String bytes = extent.complete()
                ? ValueFormats.bytes(extent.bytes())
                : extent.total() > 0
                        ? LogMessages.TEXTS.get(
                                "status.reading",
                                ValueFormats.bytes(extent.bytes()),
                                ValueFormats.bytes(extent.total()))
                        : LogMessages.TEXTS.get("status.unpacking", ValueFormats.bytes(extent.bytes()));
        status().setAll(
                        LogMessages.TEXTS.get(
                                "status.records",
                                ValueFormats.number(snapshot.shown().size()),
                                ValueFormats.number(snapshot.records())),
                        bytes,
                        LogMessages.TEXTS.get("status.filter", snapshot.millis()),
                        LogMessages.TEXTS.get("status.masked"),
                        snapshot.source().isLive()
                                ? LogMessages.TEXTS.get(
                                        "status.zone", ZoneId.systemDefault().getId())
                                : LogMessages.TEXTS.get("status.zone.file"));
    }

    public static ScreenEntry entry() {
        return ScreenEntry.upper(ID, LogMessages.TEXTS.get("title"), MaterialDesignT.TEXT_BOX_OUTLINE);
    }

    @Override
    public Node node() {
        return root;
    }

    @Override
    public Optional<Node> mainPane() {
        return Optional.of(lines);
    }

    @Override
    public void shown() {
        model.shown();
    }

    @Override
    public void hidden() {
        model.hidden();
    }

    @Override
    public void detached() {
        model.close();
    }

    /** {@code query} is the id of a generation, or the path of a file. */
    @Override
    public void open(String query) {
        if (query.contains(File.separator)) {
            model.open(List.of(Path.of(query)));
        } else if (!query.isEmpty()) {
            model.showGeneration(query);
        }
    }

    /** Log lines name generations but no users. */
    @Override
    public boolean isNarrowedTo(PinnedSubject pinned) {
        return pinned.isOneGeneration();
    }

    @Override
    public Runnable restorePoint() {
        return model.restorePoint();
    }

    @Override
    public void filter() {
        search.focus();
    }

    @Override
    public List<ConsoleAction> actions() {
        List<ConsoleAction> all = LogKeyHandler.of(actions, lines, tabs, model);
        all.addAll(views.actions());
        return all;
    }
}
