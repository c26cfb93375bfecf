package dev.darkroom.console.files;

import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.kit.dialog.NotificationEntry;
import dev.darkroom.console.kit.filter.FilterTerm;
import dev.darkroom.console.kit.filter.FilterText;
import dev.darkroom.console.kit.filter.PinnedSubject;
import dev.darkroom.console.kit.layout.CopyButton;
import dev.darkroom.console.kit.layout.ExportModel;
import dev.darkroom.console.kit.layout.ListExportController;
import dev.darkroom.console.kit.list.InspectedRow;
import dev.darkroom.console.kit.list.ListControls;
import dev.darkroom.console.kit.list.ListScreen;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.navigation.ConsoleScreen.ScreenEntry;
import dev.darkroom.console.kit.navigation.KeyboardShortcuts;
import dev.darkroom.console.kit.navigation.NavigationTarget;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.generation.action.ActionResult;
import dev.darkroom.storage.FileExport;
import dev.darkroom.storage.FileFilter;
import dev.darkroom.storage.FileFilter.FilePreset;
import dev.darkroom.storage.FileQueries;
import dev.darkroom.storage.StorageComparison;
import dev.darkroom.storage.StoredFile;
import dev.darkroom.storage.preview.FileDownload;
import dev.darkroom.storage.preview.ThumbnailStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignD;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignI;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import org.kordamp.ikonli.materialdesign2.MaterialDesignV;

/** The Files screen: the stored files with their inspector, its actions and the status line. */
public final class FilesScreen extends ListScreen {
    public static final String ID = "files";

    private static final MessageTexts TEXTS = MessageTexts.of("files");

    private final ConsoleShell shell;
    private final FilesModel model;
    private final FilePreviewModel preview;
    private final Services services;
    private final FileDownloadModel downloads;
    private final FilesView view;
    private final ListExportController exports;
    private final FileInspector inspector;
    private final InspectedRow<StoredFile> inspectedRow;
    private final Consumer<UUID> openGeneration;

    /**
     * The services behind this screen.
     *
     * @param restore stores a lost file again, if fal.ai or the saved result still has it; blocks; null where nothing may be
     *     changed
     */
    public record Services(
            FileQueries queries,
            FileDownload download,
            StorageComparison comparison,
            @Nullable Restore restore) {}

    /** Stores the files of a generation again. */
    @FunctionalInterface
    public interface Restore {
        ActionResult restore(StoredFile lost, String reason);
    }

    /** @param openGeneration shows a generation on its screen */
    public FilesScreen(
            ConsoleShell shell,
            FilesModel model,
            FilePreviewModel preview,
            ThumbnailStore thumbnails,
            Services services,
            String bucket,
            Consumer<UUID> openGeneration) {
        super(entry());
        this.shell = shell;
        this.model = model;
        this.preview = preview;
        this.services = services;
        this.openGeneration = openGeneration;
        downloads = new FileDownloadModel(services.download(), shell.feed());
        view = new FilesView(
                model,
                thumbnails,
                shell,
                bucket,
                services.queries(),
                downloads,
                new FileComparisonModel(services.comparison(), shell.feed()),
                openGeneration,
                this::showOutcomes);
        exports = new ListExportController(
                shell.feed(), TEXTS.get("export"), "files.csv", model.list()::problem, this::export);
        view.getChildren().add(view.getChildren().size() - 1, exports.bar()); // below the list, which it does not move
        inspector = new FileInspector(shell, preview, services.restore(), openGeneration, view.rows()::reread);
        inspectedRow = InspectedRow.of(
                model.list(),
                view.rows(),
                StoredFile::id,
                shell.feed().latestTask(),
                view.split(),
                preview.fileProperty()::get,
                view::select,
                this::list);
        view.menu(this::offered);
        Button totals = IconButtons.iconButton(MaterialDesignS.SIGMA, TEXTS.get("totals.title"), this::showTotals);
        view.controls().header().actions(IconButtons.refusable(totals));
        view.listed().subscribe(_ -> {
            IconButtons.allow(totals, totals().refusal());
            showStatus();
        });
        bind();
    }

    private void showOutcomes() {
        shell.overlays().open(FileTotalsDialog.ofOutcomes(downloads.outcomes(), shell.overlays()::close));
    }

    /** Shows the totals of the files under the current filter. */
    private void showTotals() {
        FileFilter filter = model.list().currentFilter();
        shell.feed()
                .load(
                        () -> new FileTotalsDialog.Totals(
                                services.queries().byType(filter),
                                services.queries().byUser(filter, 100)),
                        totals -> {
                            if (!shell.overlays().isOpen()) {
                                shell.overlays().open(FileTotalsDialog.of(totals, shell.overlays()::close));
                            }
                        },
                        shell::failed);
    }

    private void bind() {
        view.onOpen(this::inspect);
        view.split().openProperty().subscribe(open -> {
            if (!open) {
                preview.close();
                view.clearSelection();
            }
        });
        view.rows().fetchesProperty().subscribe(_ -> showStatus());
        shell.tickProperty().subscribe(_ -> {
            view.tick();
            showStatus();
        });
    }

    private ConsoleAction totals() {
        return new ConsoleAction(TEXTS.get("totals.title"), MaterialDesignS.SIGMA, this::showTotals)
                .on("", view.listed().get() ? Optional.empty() : Optional.of(TEXTS.get("totals.refused")));
    }

    /** The actions on a file, of its menu and of the palette. */
    private List<ConsoleAction> offered(StoredFile file) {
        List<ConsoleAction> offered = new ArrayList<>(List.of(
                new ConsoleAction(MessageTexts.SHELL.get("menu.open"), MaterialDesignD.DOCK_RIGHT, () -> {
                    view.select(file);
                    inspect(file);
                }),
                new ConsoleAction(
                        TEXTS.get("open.generation"),
                        MaterialDesignI.IMAGE_OUTLINE,
                        () -> openGeneration.accept(file.generation())),
                model.list().narrowingAction("generation", ValueFormats.shortId(file.generation())),
                model.list().narrowingAction("user", file.userId()),
                new ConsoleAction(
                                TEXTS.get("copy.path"),
                                MaterialDesignC.CONTENT_COPY,
                                () -> CopyButton.copy(file.path()))
                        .in(ConsoleAction.Group.COPY)));
        offered.addAll(ConsoleAction.pins(PinnedSubject.of(file.generation(), file.userId()), shell::pin));
        return offered;
    }

    private void inspect(StoredFile file) {
        StoredFile shown = preview.fileProperty().get();
        if (shown != null && shown.equals(file)) {
            return;
        }
        inspectedRow.openedFromList();
        inspector.open(view.split(), file, view::step);
    }

    /** Shows a list with this file. */
    private void list(StoredFile file) {
        shell.lists().unpinFor(file.userId(), file.generation());
        model.list().narrow(file.generation().toString());
    }

    public static ScreenEntry entry() {
        return ScreenEntry.upper(ID, TEXTS.get("title"), MaterialDesignF.FOLDER_OUTLINE);
    }

    @Override
    public Node node() {
        return view;
    }

    @Override
    public Optional<Node> mainPane() {
        return Optional.of(view.mainPane());
    }

    @Override
    public void shown() {
        model.shown();
    }

    @Override
    public void hidden() {
        model.hidden();
        view.split().close();
    }

    /** {@code file:} and an id shows that file; anything else is a filter as text, or the id of a generation or a user. */
    @Override
    public void open(String query) {
        Optional<UUID> file =
                FilterText.parse(query).first("file").map(FilterTerm::value).flatMap(NavigationTarget::id);
        if (file.isPresent()) {
            model.find(
                    file.get(),
                    found -> {
                        view.select(found);
                        inspect(found);
                        inspectedRow.opened();
                    },
                    sentence -> shell.toast(NotificationEntry.Kind.ERROR, sentence));
        } else {
            model.list().narrow(query);
        }
    }

    /** Restores the list, and shows the file again that was open. */
    @Override
    public Runnable restorePoint() {
        Runnable list = super.restorePoint();
        StoredFile inspected = preview.fileProperty().get();
        return () -> {
            list.run();
            if (inspected != null) {
                open("file:" + inspected.id());
            }
        };
    }

    @Override
    protected ListControls<FilePreset> controls() {
        return view.controls();
    }

    @Override
    public List<ConsoleAction> actions() {
        List<ConsoleAction> actions = new ArrayList<>(view.selectionBar().actions());
        actions.add(display("as.grid", MaterialDesignV.VIEW_GRID_OUTLINE, FilesView.Display.GRID));
        actions.add(display("as.list", MaterialDesignV.VIEW_LIST_OUTLINE, FilesView.Display.LIST));
        actions.add(display("as.folders", MaterialDesignF.FILE_TREE_OUTLINE, FilesView.Display.FOLDERS));
        actions.add(display("as.comparison", MaterialDesignC.COMPARE, FilesView.Display.COMPARISON));
        actions.addAll(view.displayActions());
        actions.add(exports.action());
        actions.add(totals());
        actions.add(ConsoleAction.refresh(TEXTS.get("refresh"), view.rows()::reload));
        StoredFile file = preview.fileProperty().get();
        if (file != null) {
            actions.addAll(inspector.actions());
            actions.add(new ConsoleAction(
                    TEXTS.get("previous"),
                    MaterialDesignC.CHEVRON_LEFT,
                    KeyboardShortcuts.PREVIOUS,
                    () -> view.step(-1)));
            actions.add(new ConsoleAction(
                    TEXTS.get("next"), MaterialDesignC.CHEVRON_RIGHT, KeyboardShortcuts.NEXT, () -> view.step(1)));
        }
        List<StoredFile> chosen = file == null ? view.selected() : List.of(file);
        if (chosen.size() == 1) {
            actions.addAll(offered(chosen.getFirst()));
        }
        actions.addAll(view.controls().actions());
        return actions;
    }

    void exportTo(Path file) {
        exports.exportTo(file);
    }

    private ExportModel.Work export(Path file) {
        FileFilter filter = model.list().currentFilter();
        return progress -> new FileExport(services.queries()).write(filter, file, progress);
    }

    private ConsoleAction display(String name, Ikon icon, FilesView.Display display) {
        return new ConsoleAction(TEXTS.get(name), icon, () -> view.show(display));
    }

    private void showStatus() {
        if (!view.listed().get()) {
            status(List.of());
            return;
        }
        FileQueries.Totals totals = model.totalsProperty().get();
        List<String> parts = view.controls()
                .status(totals == null ? -1 : totals.files(), count -> ValueFormats.count(count, FilesModel.BOUND));
        if (totals != null) {
            parts.add(TEXTS.get(
                    totals.files() < FilesModel.BOUND ? "status.bytes" : "status.bytes.least",
                    ValueFormats.bytes(totals.bytes())));
        }
        status(parts);
    }
}
