package dev.darkroom.console.generations.list;

import dev.darkroom.console.generations.GenerationFilterParser;
import dev.darkroom.console.generations.GenerationListStatus;
import dev.darkroom.console.generations.GenerationMessages;
import dev.darkroom.console.generations.GenerationsModel;
import dev.darkroom.console.kit.dialog.ConfirmDialog;
import dev.darkroom.console.kit.dialog.ConfirmationRequest;
import dev.darkroom.console.kit.filter.FilterKey;
import dev.darkroom.console.kit.filter.PinnedSubject;
import dev.darkroom.console.kit.list.ListControls;
import dev.darkroom.console.kit.list.ListFrame;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.fal.catalog.CatalogModel;
import dev.darkroom.fal.catalog.MediaKind;
import dev.darkroom.fal.catalog.ModelCatalog;
import dev.darkroom.generation.GenerationTriage.TriageMark;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis;
import dev.darkroom.generation.query.GenerationFilter.GenerationPreset;
import dev.darkroom.generation.query.GenerationQueries;
import dev.darkroom.generation.query.InputPath;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignV;

/** The header above the list: title, views with their counts, filter and column chooser. */
final class GenerationListHead extends VBox {
    private final ListControls<GenerationPreset> controls;

    GenerationListHead(
            GenerationsModel model,
            GenerationsTable columns,
            ModelCatalog models,
            ValueFormats formats,
            ObservableValue<@Nullable Exception> failure,
            Runnable retry,
            ListFrame frame) {
        controls = new ListControls<>(
                        model.list(),
                        columns.table().pages(),
                        GenerationMessages.get("title"),
                        view -> MessageTexts.sentence(GenerationMessages.view(view)),
                        keys(models, model),
                        formats)
                .join(frame, GenerationsTable.ID, PinnedSubject::ofGenerations);
        MenuButton choose = new MenuButton(
                GenerationMessages.get("columns"), IconButtons.icon(MaterialDesignV.VIEW_COLUMN_OUTLINE));
        choose.setAccessibleText(choose.getText());
        choose.getStyleClass().add("bare");
        choose.setMinWidth(MenuButton.USE_PREF_SIZE);
        MenuItem inputColumn = new MenuItem(GenerationMessages.get("columns.input"));
        inputColumn.setOnAction(_ -> askForInputColumn(columns, frame));
        columns.fill(choose, inputColumn);
        getChildren().setAll(controls.header(), controls.tabs(), controls.filterLine(failure, retry, choose));
    }

    private static void askForInputColumn(GenerationsTable columns, ListFrame frame) {
        TextField path = new TextField();
        path.setId("input-path");
        ConfirmDialog dialog = new ConfirmDialog(
                ConfirmationRequest.of(
                        GenerationMessages.get("columns.input.title"),
                        GenerationMessages.get("columns.input.text"),
                        GenerationMessages.get("columns.input.act")),
                _ -> InputPath.of(path.getText()).ifPresent(columns::addInputColumn),
                frame.dialogs()::close);
        frame.dialogs()
                .open(dialog.asking(
                        GenerationMessages.get("columns.input.path"),
                        GenerationMessages.get("columns.input.hint"),
                        path,
                        typed -> InputPath.of(typed).isPresent()));
    }

    private static List<FilterKey> keys(ModelCatalog models, GenerationsModel model) {
        return List.of(
                FilterKey.only(
                                "status",
                                Arrays.stream(GenerationDiagnosis.State.values())
                                        .map(GenerationFilterParser::word)
                                        .toArray(String[]::new))
                        .orExcluded(),
                FilterKey.of(
                        "model",
                        models.models().stream()
                                .map(CatalogModel::endpointId)
                                .map(ValueFormats::model)
                                .toArray(String[]::new)),
                new FilterKey("user", model::suggestUsers),
                FilterKey.only(
                        "kind",
                        Arrays.stream(MediaKind.values())
                                .map(k -> k.name().toLowerCase(Locale.ROOT))
                                .toArray(String[]::new)),
                FilterKey.of("error"),
                FilterKey.of("cause"),
                FilterKey.only(
                        "mark",
                        Stream.concat(
                                        Arrays.stream(TriageMark.values()).map(GenerationFilterParser::word),
                                        Stream.of("none"))
                                .toArray(String[]::new)),
                FilterKey.of("prompt"),
                FilterKey.of("age", ">10m", ">1h", "<20m", "<1d"),
                FilterKey.of("ended", "<1h", "<1d", "today", "yesterday"),
                FilterKey.of("billed", "refunded"));
    }

    ListControls<GenerationPreset> controls() {
        return controls;
    }

    void show(GenerationQueries.Counts counts) {
        for (GenerationPreset view : GenerationPreset.values()) {
            controls.tabs().count(view, GenerationListStatus.count(counts, view));
        }
    }
}
