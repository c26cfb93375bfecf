package dev.darkroom.console.files;

import dev.darkroom.console.kit.dialog.EmptyState;
import dev.darkroom.console.kit.dialog.ErrorBanner;
import dev.darkroom.console.kit.dialog.MessageBanner;
import dev.darkroom.console.kit.filter.FilterBar;
import dev.darkroom.console.kit.filter.FilterKey;
import dev.darkroom.console.kit.layout.PageHeader;
import dev.darkroom.console.kit.layout.RevealedFiles;
import dev.darkroom.console.kit.layout.SideInspector;
import dev.darkroom.console.kit.navigation.ViewTabs;
import dev.darkroom.console.kit.table.PagedTable;
import dev.darkroom.console.kit.table.TableColumns;
import dev.darkroom.console.kit.task.FxEventBridge;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.storage.FilePreset;
import dev.darkroom.storage.StoredFile;
import dev.darkroom.storage.preview.ThumbnailStore;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignV;

/** Tabs, filter, and the files as a grid of cards or as a list; the chosen one is handed to the inspector. */
final class FilesView extends VBox {
    private static final MessageTexts TEXTS = MessageTexts.of("files");

    private final FilesModel model;
    private final ValueFormats formats;
    private final FileGrid grid;
    private final PagedTable<StoredFile> table;
    private final StackPane list = new StackPane();
    private final SideInspector split = new SideInspector(list, 0.69);
    private final ViewTabs<FilePreset> tabs =
            new ViewTabs<>(List.of(FilePreset.values()), view -> TEXTS.get("view." + view));
    private final FilterBar filter = new FilterBar(List.of(
            FilterKey.of("user"),
            FilterKey.of("type", "image", "video", "audio", "json", "png", "mp4", "wav"),
            FilterKey.of("size", ">1mb", ">10mb", "<100kb"),
            FilterKey.of("generation"),
            FilterKey.of("state", "stored", "missing"),
            FilterKey.of("stored", "<1h", "<1d", "<7d")));
    private final MessageBanner problem = MessageBanner.warning("");
    private final StackPane empty = new StackPane();
    private final ToggleButton asGrid = toggle(MaterialDesignV.VIEW_GRID_OUTLINE, "as.grid");
    private final ToggleButton asList = toggle(MaterialDesignV.VIEW_LIST_OUTLINE, "as.list");
    private Consumer<StoredFile> onOpen = _ -> {};

    FilesView(
            FilesModel model,
            ThumbnailStore thumbnails,
            FxEventBridge feed,
            ValueFormats formats,
            String bucket,
            RevealedFiles revealed) {
        this.model = model;
        this.formats = formats;
        grid = new FileGrid(feed, new CardImageCache(thumbnails, feed), formats, revealed);
        table = new PagedTable<>(feed, StoredFile::id);
        build(bucket);
        columns();
        bind();
    }

    private void build(String bucket) {
        getStyleClass().add("files");
        getStylesheets().add("/css/files.css");
        ToggleGroup group = new ToggleGroup();
        asGrid.setToggleGroup(group);
        asList.setToggleGroup(group);
        asGrid.setSelected(true);
        PageHeader header = new PageHeader(TEXTS.get("title"))
                .caption(TEXTS.get("bucket", bucket))
                .beside(table.freshPill())
                .actions(asGrid, asList);
        HBox tools = new HBox(filter);
        tools.getStyleClass().add("tool-line");
        table.setPlaceholder(new Label());
        table.getSelectionModel().setSelectionMode(SelectionMode.SINGLE);
        empty.setMouseTransparent(false);
        empty.setPickOnBounds(false);
        list.getChildren().setAll(grid, empty);
        list.setMinWidth(240);
        VBox.setVgrow(split, Priority.ALWAYS);
        getChildren()
                .addAll(
                        header,
                        tabs,
                        tools,
                        problem,
                        new ErrorBanner(grid.failureProperty(), grid::reload),
                        new ErrorBanner(table.failureProperty(), table::reload),
                        split);
    }

    private void columns() {
        table.getColumns()
                .addAll(List.of(
                        TableColumns.time("stored", TEXTS.get("column.stored"), 120, StoredFile::createdAt, formats),
                        TableColumns.text(
                                "name", TEXTS.get("column.name"), 190, file -> file.position() + "-" + file.name()),
                        TableColumns.text("user", TEXTS.get("column.user"), 110, StoredFile::userId),
                        TableColumns.mono(
                                "generation",
                                TEXTS.get("column.generation"),
                                92,
                                file -> ValueFormats.shortId(file.generation())),
                        TableColumns.muted(
                                "type",
                                TEXTS.get("column.type"),
                                110,
                                file -> file.contentType() == null ? "" : file.contentType()),
                        TableColumns.number(
                                "size",
                                TEXTS.get("column.size"),
                                84,
                                file -> file.bytes() == null ? "" : ValueFormats.bytes(file.bytes())),
                        TableColumns.muted(
                                "error",
                                TEXTS.get("column.error"),
                                220,
                                file -> file.error() == null
                                        ? ""
                                        : ValueFormats.firstLine(MessageTexts.said(file.error())))));
        table.getColumns().forEach(column -> column.setSortable(false));
    }

    private void bind() {
        tabs.selectedProperty().bindBidirectional(model.viewProperty());
        filter.filterProperty().bindBidirectional(model.textProperty());
        model.problemProperty().subscribe(problem::sentence);
        problem.visibleProperty().bind(model.problemProperty().isNotEmpty());
        model.missingProperty()
                .subscribe(found -> tabs.count(
                        FilePreset.MISSING,
                        found == null || found.files() == 0
                                ? ""
                                : ValueFormats.count(found.files(), FilesModel.BOUND)));
        model.filterProperty().subscribe(_ -> load());
        model.newestProperty().subscribe(_ -> reread());
        asGrid.setOnAction(_ -> show(true));
        asList.setOnAction(_ -> show(false));
        grid.onOpen(file -> onOpen.accept(file));
        table.onOpen(file -> onOpen.accept(file));
        table.getSelectionModel().selectedItemProperty().subscribe(file -> {
            if (file != null && !isGrid()) {
                onOpen.accept(file);
            }
        });
        List.of(grid.completeProperty(), table.completeProperty()).forEach(done -> done.subscribe(_ -> showEmpty()));
        grid.rows().items().addListener((javafx.beans.InvalidationListener) _ -> showEmpty());
        table.rows().items().addListener((javafx.beans.InvalidationListener) _ -> showEmpty());
    }

    private static ToggleButton toggle(Ikon icon, String name) {
        ToggleButton toggle = IconButtons.named(new ToggleButton(null, IconButtons.icon(icon)), TEXTS.get(name));
        toggle.getStyleClass().add("icon-button");
        return toggle;
    }

    boolean isGrid() {
        return list.getChildren().contains(grid);
    }

    /** As cards, or as a list. */
    void show(boolean cards) {
        asGrid.setSelected(cards);
        asList.setSelected(!cards);
        if (cards != isGrid()) {
            list.getChildren().setAll(cards ? grid : table, empty);
            load();
        }
    }

    private void load() {
        if (isGrid()) {
            grid.show(model.files());
        } else {
            table.show(model.files());
        }
        showEmpty();
    }

    private void reread() {
        if (isGrid()) {
            grid.reread();
        } else {
            table.reread();
        }
    }

    void reload() {
        if (isGrid()) {
            grid.reload();
        } else {
            table.reload();
        }
    }

    /** How many files are in memory. */
    int loaded() {
        return isGrid() ? grid.rows().items().size() : table.rows().items().size();
    }

    private void showEmpty() {
        boolean complete = isGrid()
                ? grid.completeProperty().get()
                : table.completeProperty().get();
        boolean nothing = complete && loaded() == 0;
        empty.setVisible(nothing);
        empty.getChildren().setAll(nothing ? List.of(emptyState()) : List.of());
    }

    private Node emptyState() {
        if (!model.textProperty().get().isEmpty()) {
            return EmptyState.nothingMatches(model::clearFilter);
        }
        return model.viewProperty().get() == FilePreset.MISSING
                ? EmptyState.goodNews(TEXTS.get("good.missing"), TEXTS.get("good.missing.detail"))
                : EmptyState.nothingYet(TEXTS.get("empty"), TEXTS.get("empty.detail"));
    }

    /** A card or a row was chosen. */
    void onOpen(Consumer<StoredFile> handler) {
        onOpen = handler;
    }

    /** Marks the file in the grid or the list, when it is loaded. */
    void choose(StoredFile file) {
        if (isGrid()) {
            grid.choose(file);
        } else {
            table.select(file.id());
        }
    }

    /** Nothing is marked any more. */
    void chooseNothing() {
        grid.choose(null);
        table.getSelectionModel().clearSelection();
    }

    /** Goes to the next or the previous file. */
    void step(int by) {
        if (isGrid()) {
            grid.neighbour(by).ifPresent(file -> {
                grid.choose(file);
                onOpen.accept(file);
            });
        } else {
            int next = table.getSelectionModel().getSelectedIndex() + by;
            if (next >= 0 && next < table.getItems().size()) {
                table.getSelectionModel().clearAndSelect(next);
            }
        }
    }

    SideInspector split() {
        return split;
    }

    void focusFilter() {
        filter.focusField();
    }

    FileGrid grid() {
        return grid;
    }

    PagedTable<StoredFile> table() {
        return table;
    }
}
