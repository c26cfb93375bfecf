package dev.darkroom.console.files;

import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.kit.dialog.EmptyState;
import dev.darkroom.console.kit.dialog.MessageBanner;
import dev.darkroom.console.kit.layout.CopyButton;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.navigation.ViewTabs;
import dev.darkroom.console.kit.table.PagedTable;
import dev.darkroom.console.kit.table.TableColumns;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.storage.StorageComparison;
import dev.darkroom.storage.StorageDifference;
import dev.darkroom.storage.StoredFile;
import dev.darkroom.storage.supabase.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.TableColumn;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignI;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;

/** The differences between rows and storage, by kind; the comparison's progress, with buttons to stop and restart. */
final class FileComparisonPane extends VBox {
    private static final MessageTexts TEXTS = MessageTexts.of("files");

    private final FileComparisonModel model;
    private final Consumer<UUID> openGeneration;
    private final PagedTable<StorageDifference> table;
    private final VBox state = new VBox();
    private final ViewTabs<StorageDifference.Kind> tabs =
            new ViewTabs<>(List.of(StorageDifference.Kind.values()), kind -> TEXTS.get("compare." + kind));

    /** @param openGeneration shows a generation on its screen, where lost files can be stored again */
    FileComparisonPane(FileComparisonModel model, ConsoleShell shell, Consumer<UUID> openGeneration) {
        this.model = model;
        this.openGeneration = openGeneration;
        table = new PagedTable<>(shell.feed(), StorageDifference::key);
        columns(shell.formats(), openGeneration);
        table.onOpen(difference -> difference.generation().ifPresent(openGeneration));
        table.menu((difference, show) -> show.accept(offered(difference)));
        getStyleClass().add("comparison");
        VBox.setVgrow(table, Priority.ALWAYS);
        getChildren().setAll(tabs, state, table);
        tabs.selectedProperty().bindBidirectional(model.kindProperty());
        table.empty(this::nothing);
        model.kindProperty().subscribe(_ -> list());
        model.progressProperty().subscribe(_ -> moved());
        model.stateProperty().subscribe(_ -> changed());
    }

    private void columns(ValueFormats formats, Consumer<UUID> openGeneration) {
        TableColumn<StorageDifference, StorageDifference> path =
                TableColumns.text("path", TEXTS.get("fact.path"), 420, StorageDifference::path);
        path.getStyleClass().add("mono");
        List<TableColumn<StorageDifference, StorageDifference>> columns = new ArrayList<>();
        columns.add(path);
        columns.add(TableColumns.number("row", TEXTS.get("compare.row"), 96, difference -> size(difference.file())));
        columns.add(TableColumns.number(
                "object", TEXTS.get("compare.object"), 96, difference -> size(difference.object())));
        columns.add(TableColumns.mono("at", TEXTS.get("column.stored"), 146, difference -> at(difference, formats)));
        columns.add(TableColumns.link(
                "generation",
                TEXTS.get("column.generation"),
                92,
                difference -> difference.generation().map(ValueFormats::shortId).orElse(""),
                difference -> difference.generation().ifPresent(openGeneration)));
        columns.forEach(column -> column.setSortable(false));
        table.getColumns().setAll(columns);
    }

    /** The actions on the comparison and on the selected difference. */
    List<ConsoleAction> actions() {
        List<ConsoleAction> actions = new ArrayList<>();
        actions.add(model.stateProperty().get() == FileComparisonModel.State.RUNNING ? stopping() : starting());
        List<StorageDifference> selected = List.copyOf(table.getSelectionModel().getSelectedItems());
        if (selected.size() == 1) {
            actions.addAll(offered(selected.getFirst()));
        }
        return actions;
    }

    private List<ConsoleAction> offered(StorageDifference difference) {
        List<ConsoleAction> offered = new ArrayList<>();
        difference
                .generation()
                .ifPresent(id -> offered.add(new ConsoleAction(
                        TEXTS.get("open.generation"), MaterialDesignI.IMAGE_OUTLINE, () -> openGeneration.accept(id))));
        offered.add(new ConsoleAction(
                        TEXTS.get("copy.path"), MaterialDesignC.CONTENT_COPY, () -> CopyButton.copy(difference.path()))
                .in(ConsoleAction.Group.COPY));
        return offered;
    }

    private static String size(@Nullable StoredFile file) {
        return file == null || file.bytes() == null ? "" : ValueFormats.bytes(file.bytes());
    }

    private static String size(@Nullable StoredObject object) {
        return object == null || object.size() < 0 ? "" : ValueFormats.bytes(object.size());
    }

    private static String at(StorageDifference difference, ValueFormats formats) {
        StoredObject object = difference.object();
        StoredFile file = difference.file();
        return object != null
                ? object.createdAt().map(formats::time).orElse("")
                : file != null ? formats.time(file.createdAt()) : "";
    }

    private void list() {
        List<StorageDifference> found = model.found(model.kindProperty().get());
        table.show((after, limit) -> {
            int from = after == null ? 0 : found.indexOf(after) + 1;
            return found.subList(from, Math.min(found.size(), from + limit));
        });
    }

    private void moved() {
        StorageComparison.Progress progress = model.progressProperty().get();
        boolean counted = model.stateProperty().get() != FileComparisonModel.State.NONE;
        for (StorageDifference.Kind kind : StorageDifference.Kind.values()) {
            tabs.count(kind, counted ? ValueFormats.number(model.count(kind)) : "");
        }
        if (table.getItems().size() < Math.min(model.count(model.kindProperty().get()), 200)) {
            list();
        }
        if (model.stateProperty().get() == FileComparisonModel.State.RUNNING
                && !state.getChildren().isEmpty()
                && progress != null) {
            double share = progress.ofRows() == 0 ? -1 : Math.min(1, (double) progress.rows() / progress.ofRows());
            ((MessageBanner) state.getChildren().getFirst()).progress(sentence("compare.running", progress), share);
        }
    }

    private void changed() {
        StorageComparison.Progress progress = model.progressProperty().get();
        switch (model.stateProperty().get()) {
            case NONE -> state.getChildren().clear();
            case RUNNING -> {
                MessageBanner banner = MessageBanner.working("").with(stopping());
                banner.progress(TEXTS.get("compare.begun"), -1);
                state.getChildren().setAll(banner);
            }
            case STOPPED ->
                state.getChildren()
                        .setAll(MessageBanner.warning(sentence("compare.stopped", progress))
                                .with(starting()));
            case DONE ->
                state.getChildren()
                        .setAll(MessageBanner.done(sentence("compare.done", progress))
                                .with(starting()));
            case FAILED ->
                state.getChildren()
                        .setAll(MessageBanner.error(model.failureProperty().get())
                                .with(starting()));
        }
        moved();
        list();
    }

    private ConsoleAction stopping() {
        return new ConsoleAction(TEXTS.get("save.stop"), MaterialDesignS.STOP, model::stop);
    }

    private ConsoleAction starting() {
        return new ConsoleAction(TEXTS.get("compare.start"), MaterialDesignC.COMPARE, model::start);
    }

    private static String sentence(String key, StorageComparison.@Nullable Progress progress) {
        return progress == null
                ? ""
                : TEXTS.get(
                        key,
                        ValueFormats.number(progress.rows()),
                        ValueFormats.number(progress.objects()),
                        ValueFormats.bytes(progress.bytes()),
                        ValueFormats.number(progress.foreign()));
    }

    private Node nothing() {
        return switch (model.stateProperty().get()) {
            case NONE ->
                EmptyState.nothingYet(TEXTS.get("compare.none"), TEXTS.get("compare.none.detail"))
                        .with(starting());
            case RUNNING, STOPPED, FAILED -> new HBox();
            case DONE ->
                EmptyState.goodNews(
                        TEXTS.get("compare.good." + model.kindProperty().get()), TEXTS.get("compare.good.detail"));
        };
    }
}
