package dev.darkroom.console.files;

import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.kit.dialog.EmptyState;
import dev.darkroom.console.kit.filter.FilterKey;
import dev.darkroom.console.kit.filter.FilterTerm;
import dev.darkroom.console.kit.filter.FilterText;
import dev.darkroom.console.kit.filter.PinnedSubject;
import dev.darkroom.console.kit.layout.SideInspector;
import dev.darkroom.console.kit.layout.SplitPositions;
import dev.darkroom.console.kit.layout.ThumbnailCache;
import dev.darkroom.console.kit.list.ListControls;
import dev.darkroom.console.kit.list.ListState;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.table.PagedRows;
import dev.darkroom.console.kit.table.PagedTable;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.storage.FileFilter.FilePreset;
import dev.darkroom.storage.FileQueries;
import dev.darkroom.storage.StoredFile;
import dev.darkroom.storage.preview.ThumbnailStore;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.binding.BooleanBinding;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.SplitPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignV;

/** Tabs, filter, and the files as a grid of cards or as a list; the open file is handed to the inspector. */
final class FilesView extends VBox {
    /** The key under which columns and saved views are stored. */
    private static final String ID = "files";

    private static final MessageTexts TEXTS = MessageTexts.of("files");

    private final FilesModel model;
    private final PagedRows<StoredFile> rows;
    private final FileGrid grid;
    private final FileTable fileTable;
    private final StackPane list = new StackPane();
    private final SideInspector split = new SideInspector(list, 0.69);
    private final ListControls<FilePreset> controls;
    private final StackPane empty = new StackPane();
    private final FileSelectionBar selectionBar;
    private final StorageFolderTree folders;
    private final SplitPane folderSplit = new SplitPane();
    private final FileComparisonPane comparison;
    private final ToggleButton asGrid = toggle(MaterialDesignV.VIEW_GRID_OUTLINE, "as.grid");
    private final ToggleButton asList = toggle(MaterialDesignV.VIEW_LIST_OUTLINE, "as.list");
    private final ToggleButton asFolders = toggle(MaterialDesignF.FILE_TREE_OUTLINE, "as.folders");
    private final ToggleButton asComparison = toggle(MaterialDesignC.COMPARE, "as.comparison");
    /** True while the files are listed, false during the comparison with storage. */
    private final BooleanBinding listed = asComparison.selectedProperty().not();

    private Display display = Display.GRID;
    private double folderShare;
    private Consumer<StoredFile> onOpen = _ -> {};

    /** How the files are displayed. */
    enum Display {
        GRID,
        LIST,
        FOLDERS,
        COMPARISON
    }

    FilesView(
            FilesModel model,
            ThumbnailStore thumbnails,
            ConsoleShell shell,
            String bucket,
            FileQueries queries,
            FileDownloadModel downloads,
            FileComparisonModel comparisons,
            Consumer<UUID> openGeneration,
            Runnable showOutcomes) {
        this.model = model;
        rows = new PagedRows<>(shell.feed(), StoredFile::id);
        grid = new FileGrid(
                rows,
                ThumbnailCache.cards(thumbnails, shell.feed()),
                shell.formats(),
                shell.revealed(),
                shell.tables().scale());
        fileTable = new FileTable(model, rows, shell.formats(), shell.tables(), ID);
        selectionBar = new FileSelectionBar(downloads, this::clearSelection, showOutcomes);
        folders = new StorageFolderTree(queries, shell.feed(), bucket, this::narrow);
        comparison = new FileComparisonPane(comparisons, shell, openGeneration);
        controls = new ListControls<>(
                        model.list(),
                        rows,
                        TEXTS,
                        List.of(
                                FilterKey.among(
                                        "user",
                                        () -> rows.rows().items().stream()
                                                .map(StoredFile::userId)
                                                .distinct()),
                                FilterKey.of("type", "image", "video", "audio", "json", "png", "mp4", "wav"),
                                FilterKey.of("size", ">1mb", ">10mb", "<100kb"),
                                FilterKey.of("generation"),
                                FilterKey.only("state", "stored", "missing"),
                                FilterKey.of("stored", "today", "yesterday", "<1h", "<7d")),
                        shell.formats())
                .join(shell.lists(), ID, PinnedSubject::ofBelongings);
        split.remember(ID, shell.splits());
        folderShare = shell.splits().opened("files.folders", 0.28, this::folderShare);
        build(bucket);
        bind();
        shell.lists()
                .states()
                .opened("files.display", () -> new ListState(display.name(), "", "", false))
                .ifPresent(left -> restoreDisplay(left.view()));
    }

    /** A comparison is not made again by itself, since it reads the whole storage. */
    private void restoreDisplay(String left) {
        List.of(Display.LIST, Display.FOLDERS).stream()
                .filter(each -> each.name().equals(left))
                .forEach(this::show);
    }

    private double folderShare() {
        return folderSplit.getDividers().isEmpty() ? folderShare : folderSplit.getDividerPositions()[0];
    }

    private void build(String bucket) {
        getStyleClass().add("files");
        ToggleGroup group = new ToggleGroup();
        asGrid.setToggleGroup(group);
        asList.setToggleGroup(group);
        asFolders.setToggleGroup(group);
        asComparison.setToggleGroup(group);
        asGrid.setSelected(true);
        controls.header().caption(TEXTS.get("bucket", bucket)).actions(asGrid, asList, asFolders, asComparison);
        folderSplit.getStyleClass().add("side-inspector");
        SplitPositions.install(folderSplit);
        SplitPane.setResizableWithParent(folders, false);
        empty.setMouseTransparent(false);
        empty.setPickOnBounds(false);
        list.getChildren().setAll(grid, empty);
        list.setMinWidth(240);
        VBox.setVgrow(split, Priority.ALWAYS);
        // Hidden during the comparison, to which they do not apply.
        VBox filterLine = controls.filterLine(rows.failureProperty(), rows::reload);
        for (Node node : List.of(controls.liveState(), controls.tabs(), filterLine)) {
            node.visibleProperty().bind(listed);
            node.managedProperty().bind(listed);
        }
        getChildren().addAll(controls.header(), controls.tabs(), filterLine, split, selectionBar);
    }

    private void bind() {
        model.missingProperty()
                .subscribe(found -> controls.tabs()
                        .count(FilePreset.MISSING, found == null ? "" : ValueFormats.count(found, FilesModel.BOUND)));
        controls.inspector(split, () -> {
            StoredFile first = rows.rows().items().getFirst();
            select(first);
            onOpen.accept(first);
            return true;
        });
        model.list().onChange(this::load);
        load();
        model.newestProperty().subscribe(_ -> rows.reread());
        asGrid.setOnAction(_ -> show(Display.GRID));
        asList.setOnAction(_ -> show(Display.LIST));
        asFolders.setOnAction(_ -> show(Display.FOLDERS));
        asComparison.setOnAction(_ -> show(Display.COMPARISON));
        grid.selected().addListener((ListChangeListener<StoredFile>) _ -> updateSelectionBar());
        table().getSelectionModel().getSelectedItems().addListener((ListChangeListener<StoredFile>)
                _ -> updateSelectionBar());
        grid.onOpen(file -> onOpen.accept(file));
        grid.onCopy(files -> table().copyRows(files));
        table().onInspect(file -> onOpen.accept(file));
        table().getSelectionModel().selectedItemProperty().subscribe(file -> {
            if (file != null
                    && !isGrid()
                    && table().getSelectionModel().getSelectedIndices().size() == 1) {
                onOpen.accept(file);
            }
        });
        rows.fetchesProperty().subscribe(_ -> showEmpty());
    }

    private static ToggleButton toggle(Ikon icon, String name) {
        ToggleButton toggle = IconButtons.named(new ToggleButton(null, IconButtons.icon(icon)), TEXTS.get(name));
        toggle.getStyleClass().add("icon-button");
        return toggle;
    }

    /** Returns the actions on what is displayed, beside those on its files. */
    List<ConsoleAction> displayActions() {
        return switch (display) {
            case GRID -> List.of();
            case LIST, FOLDERS -> table().sortActions();
            case COMPARISON -> comparison.actions();
        };
    }

    Node mainPane() {
        return switch (display) {
            case GRID -> grid;
            case LIST -> table();
            case FOLDERS -> folders;
            case COMPARISON -> comparison;
        };
    }

    private PagedTable<StoredFile> table() {
        return fileTable.table();
    }

    boolean isGrid() {
        return display == Display.GRID;
    }

    void show(Display wanted) {
        asGrid.setSelected(wanted == Display.GRID);
        asList.setSelected(wanted == Display.LIST);
        asFolders.setSelected(wanted == Display.FOLDERS);
        asComparison.setSelected(wanted == Display.COMPARISON);
        if (wanted == display) {
            return;
        }
        clearSelection();
        display = wanted;
        folderShare = folderShare();
        folderSplit.getItems().clear();
        switch (wanted) {
            case GRID -> list.getChildren().setAll(grid, empty);
            case LIST -> list.getChildren().setAll(table(), empty);
            case FOLDERS -> {
                folderSplit.getItems().setAll(folders, new StackPane(table(), empty));
                folderSplit.setDividerPositions(folderShare);
                list.getChildren().setAll(folderSplit);
                folders.reload();
            }
            case COMPARISON -> {
                split.close();
                list.getChildren().setAll(comparison);
            }
        }
    }

    /** Narrows the list to the files of a folder: those of a user, or of a generation. */
    private void narrow(FileQueries.@Nullable Folder folder) {
        FilterText rest = model.list().textProperty().get();
        for (String key : List.of("user", "generation")) {
            for (FilterTerm term : rest.of(key)) {
                rest = rest.without(term);
            }
        }
        model.list()
                .textProperty()
                .set(
                        folder == null
                                ? rest
                                : rest.with(
                                        StorageFolderTree.isGeneration(folder)
                                                ? FilterTerm.of("generation", folder.name())
                                                : FilterTerm.of("user", folder.userId())));
    }

    private void updateSelectionBar() {
        selectionBar.select(selected());
    }

    List<StoredFile> selected() {
        return List.copyOf(
                isGrid() ? grid.selected() : table().getSelectionModel().getSelectedItems());
    }

    FileSelectionBar selectionBar() {
        return selectionBar;
    }

    private void load() {
        clearSelection();
        rows.show(model.list().pages());
    }

    PagedRows<StoredFile> rows() {
        return rows;
    }

    private void showEmpty() {
        boolean nothing = rows.completeProperty().get() && rows.rows().items().isEmpty();
        empty.setVisible(nothing);
        empty.getChildren().setAll(nothing ? List.of(controls.empty(this::noFiles)) : List.of());
    }

    private Node noFiles() {
        return model.list().viewProperty().get() == FilePreset.MISSING
                ? EmptyState.goodNews(TEXTS.get("good.missing"), TEXTS.get("good.missing.detail"))
                : EmptyState.nothingYet(TEXTS.get("empty"), TEXTS.get("empty.detail"));
    }

    BooleanBinding listed() {
        return listed;
    }

    /** Updates the visible ages, every second. */
    void tick() {
        grid.tick();
    }

    /** Sets the handler for opening a card or a row. */
    void onOpen(Consumer<StoredFile> handler) {
        onOpen = handler;
    }

    /** Sets the actions of the context menus of cards and rows. */
    void menu(Function<StoredFile, List<ConsoleAction>> offers) {
        grid.menu(offers);
        table().menu((file, show) -> show.accept(offers.apply(file)));
    }

    /** Selects the file in the grid or the list, if it is loaded. */
    void select(StoredFile file) {
        if (isGrid()) {
            grid.select(file);
        } else {
            table().select(file.id());
        }
    }

    /** Clears the selection. */
    void clearSelection() {
        grid.select(null);
        table().getSelectionModel().clearSelection();
    }

    /** Goes to the next or the previous file. */
    void step(int by) {
        if (isGrid()) {
            grid.neighbour(by).ifPresent(file -> {
                grid.select(file);
                onOpen.accept(file);
            });
        } else {
            int next = table().getSelectionModel().getSelectedIndex() + by;
            if (next >= 0 && next < table().getItems().size()) {
                table().getSelectionModel().clearAndSelect(next);
            }
        }
    }

    SideInspector split() {
        return split;
    }

    ListControls<FilePreset> controls() {
        return controls;
    }
}
