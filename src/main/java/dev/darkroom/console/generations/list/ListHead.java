package dev.darkroom.console.generations.list;

import dev.darkroom.console.generations.GenerationFilterParser;
import dev.darkroom.console.generations.GenerationMessages;
import dev.darkroom.console.generations.GenerationsModel;
import dev.darkroom.console.generations.ListStatus;
import dev.darkroom.console.kit.filter.FilterBar;
import dev.darkroom.console.kit.filter.FilterKey;
import dev.darkroom.console.kit.layout.PageHeader;
import dev.darkroom.console.kit.navigation.ViewTabs;
import dev.darkroom.console.kit.table.LiveStateLabel;
import dev.darkroom.console.kit.table.PagedTable;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.fal.catalog.CatalogModel;
import dev.darkroom.fal.catalog.MediaKind;
import dev.darkroom.fal.catalog.ModelCatalog;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis;
import dev.darkroom.generation.query.GenerationPage.Line;
import dev.darkroom.generation.query.GenerationPreset;
import dev.darkroom.generation.query.GenerationQueries;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.materialdesign2.MaterialDesignV;

/** What stands above the list: title, views with their counts, the filter and the choice of columns. */
final class ListHead extends VBox {
    private final GenerationsModel model;
    private final ViewTabs<GenerationPreset> tabs;
    private final FilterBar filter;
    private final Label problem = new Label();

    ListHead(GenerationsModel model, GenerationsTable columns, ModelCatalog models, ValueFormats formats) {
        this.model = model;
        tabs = new ViewTabs<>(
                List.of(GenerationPreset.values()), view -> GenerationMessages.get("view." + view.name()));
        filter = new FilterBar(keys(models, columns.table()));
        tabs.selectedProperty().bindBidirectional(model.viewProperty());
        model.filterProperty().bindBidirectional(filter.filterProperty());
        MenuButton choose = new MenuButton(
                GenerationMessages.get("columns"), IconButtons.icon(MaterialDesignV.VIEW_COLUMN_OUTLINE));
        choose.getStyleClass().add("bare");
        choose.setMinWidth(MenuButton.USE_PREF_SIZE);
        columns.fill(choose);
        problem.getStyleClass().add("filter-problem");
        problem.managedProperty().bind(problem.textProperty().isNotEmpty());
        problem.visibleProperty().bind(problem.managedProperty());
        HBox tools = new HBox(filter, choose);
        tools.getStyleClass().add("tool-line");
        PageHeader header = new PageHeader(GenerationMessages.get("title"))
                .beside(new LiveStateLabel(columns.table().pages(), formats));
        getChildren().setAll(header, tabs, tools, problem);
    }

    private static List<FilterKey> keys(ModelCatalog models, PagedTable<Line> table) {
        return List.of(
                FilterKey.of(
                        "status",
                        Arrays.stream(GenerationDiagnosis.State.values())
                                .map(GenerationFilterParser::word)
                                .toArray(String[]::new)),
                FilterKey.of(
                        "model",
                        models.models().stream()
                                .map(CatalogModel::endpointId)
                                .map(GenerationMessages::model)
                                .toArray(String[]::new)),
                new FilterKey(
                        "user",
                        () -> table.getItems().stream()
                                .map(line -> line.row().userId())
                                .distinct()
                                .toList()),
                FilterKey.of(
                        "kind",
                        Arrays.stream(MediaKind.values())
                                .map(k -> k.name().toLowerCase(Locale.ROOT))
                                .toArray(String[]::new)),
                FilterKey.of("error"),
                FilterKey.of("age", ">10m", ">1h", "<20m", "<1d"));
    }

    FilterBar filter() {
        return filter;
    }

    /** Says what of the filter cannot be meant. */
    void tellProblems() {
        problem.setText(String.join(" ", model.filterProblems()));
    }

    void show(GenerationQueries.Counts counts) {
        for (GenerationPreset view : GenerationPreset.values()) {
            tabs.count(view, ListStatus.count(counts, view));
        }
    }
}
