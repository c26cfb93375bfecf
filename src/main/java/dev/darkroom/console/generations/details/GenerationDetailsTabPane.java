package dev.darkroom.console.generations.details;

import dev.darkroom.console.generations.GenerationMessages;
import dev.darkroom.console.generations.GenerationNavigation;
import dev.darkroom.console.kit.navigation.ViewTabs;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.generation.query.GenerationDetails;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** Everything known about one generation, live or saved, in tabs. Only the visible tab is filled. */
final class GenerationDetailsTabPane extends VBox {
    private final ViewTabs<GenerationDetailsView.Tab> tabs;
    private final Map<GenerationDetailsView.Tab, GenerationDetailsTab> contents =
            new EnumMap<>(GenerationDetailsView.Tab.class);
    private final StackPane content = new StackPane();
    private @Nullable GenerationDetails shown;

    /** @param navigation null where there are no screens to open */
    GenerationDetailsTabPane(
            ValueFormats formats,
            @Nullable GenerationNavigation navigation,
            GenerationOutputTab output,
            GenerationDetailsTab triage) {
        contents.put(GenerationDetailsView.Tab.TIMELINE, new GenerationTimelineTab(formats));
        contents.put(GenerationDetailsView.Tab.INPUT, new GenerationJsonTab(formats));
        contents.put(GenerationDetailsView.Tab.OUTPUT, output);
        contents.put(
                GenerationDetailsView.Tab.CREDITS,
                new GenerationCreditsTab(formats, navigation == null ? null : navigation.openUser()));
        contents.put(
                GenerationDetailsView.Tab.FILES,
                new GenerationFilesTab(navigation == null ? null : navigation.openFile()));
        contents.put(
                GenerationDetailsView.Tab.LOGS,
                new GenerationLogsTab(formats, navigation == null ? null : navigation.openLogs()));
        contents.put(GenerationDetailsView.Tab.ERRORS, new GenerationErrorsTab());
        contents.put(GenerationDetailsView.Tab.NOTES, triage);
        tabs = new ViewTabs<>(List.copyOf(contents.keySet()), tab -> GenerationMessages.get("tab." + tab.name()));
        getStyleClass().add("generation-tabs");
        VBox.setVgrow(content, Priority.ALWAYS);
        content.setMinHeight(240);
        getChildren().setAll(tabs, content);
        tabs.selectedProperty().subscribe(_ -> showTab());
    }

    ViewTabs<GenerationDetailsView.Tab> tabs() {
        return tabs;
    }

    /** Empties the tabs until another generation has been read. */
    void clear() {
        if (content.isFocusWithin()) {
            tabs.focusSelected(); // the keys of the inspector stay with it
        }
        shown = null;
        tabs.count(GenerationDetailsView.Tab.NOTES, "");
        content.getChildren().clear();
    }

    void show(GenerationDetails details) {
        shown = details;
        int notes = details.triage().notes().size();
        tabs.count(GenerationDetailsView.Tab.NOTES, notes == 0 ? "" : ValueFormats.number(notes));
        showTab();
    }

    private void showTab() {
        GenerationDetailsTab tab = contents.get(tabs.selected());
        if (tab != null && shown != null) {
            tab.show(shown);
            if (!content.getChildren().equals(List.of(tab.node()))) {
                content.getChildren().setAll(tab.node()); // added again, it would lose the focus
            }
        }
    }
}
