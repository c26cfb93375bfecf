package dev.darkroom.console.activity;

import dev.darkroom.activity.ActivityEntry;
import dev.darkroom.activity.ActivityRecord;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.TextLabels;
import java.util.List;
import javafx.geometry.VPos;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** One line of Activity in the inspector: who, when, why, the outcome, and the values before and after. */
final class ActivityDetails extends VBox {
    private static final MessageTexts TEXTS = MessageTexts.of("activity");

    ActivityDetails(ActivityEntry entry, ValueFormats formats, ActivityNavigation navigation) {
        getStyleClass().add("activity-details");
        getChildren().add(summary(entry, formats));
        List<ActivityLabels.FactChange> changes = ActivityLabels.changes(entry);
        if (!changes.isEmpty()) {
            getChildren().add(changes(changes));
        }
        FlowPane buttons = new FlowPane(8, 8);
        navigation.places(entry).forEach(place -> buttons.getChildren().add(place.button()));
        getChildren().add(buttons);
    }

    private static GridPane summary(ActivityEntry entry, ValueFormats formats) {
        GridPane grid = grid();
        line(grid, "column.time", formats.absolute(entry.at()), true);
        line(grid, "column.who", entry.actor(), false);
        if (entry.generation() != null) {
            line(grid, "fact.generation", entry.generation().toString(), true);
        }
        if (entry.user() != null) {
            line(grid, "fact.user", entry.user(), false);
        }
        if (!entry.subject().isEmpty()) {
            line(grid, "column.target", MessageTexts.sentence(entry.subject()), false);
        }
        if (!entry.reason().isEmpty()) {
            line(grid, "column.reason", MessageTexts.sentence(entry.reason()), false);
        }
        String outcome = ActivityLabels.outcome(entry);
        Label said = line(
                grid, "column.outcome", outcome.isEmpty() ? ActivityLabels.result(entry.result()) : outcome, false);
        if (entry.result() != ActivityRecord.Result.DONE) {
            said.getStyleClass()
                    .addAll("tone-text", ActivityLabels.tone(entry.result()).style());
        }
        return grid;
    }

    private static VBox changes(List<ActivityLabels.FactChange> changes) {
        GridPane grid = new GridPane();
        grid.getStyleClass().add("changes");
        ColumnConstraints name = new ColumnConstraints();
        name.setMinWidth(100);
        ColumnConstraints side = new ColumnConstraints();
        side.setHgrow(Priority.ALWAYS);
        side.setPercentWidth(36);
        grid.getColumnConstraints().setAll(name, side, side);
        grid.addRow(0, head("changes.fact"), head("changes.before"), head("changes.after"));
        for (int row = 0; row < changes.size(); row++) {
            ActivityLabels.FactChange change = changes.get(row);
            Label fact = TextLabels.styled(change.name(), "muted");
            grid.addRow(row + 1, fact, value(change.before()), value(change.after()));
        }
        Label title = TextLabels.styled(TEXTS.get("changes"), "caption");
        return new VBox(8, title, grid);
    }

    private static Label head(String key) {
        return TextLabels.styled(TEXTS.get(key), "caption");
    }

    private static Label value(String text) {
        return TextLabels.wrapped(text.isEmpty() ? "\u2212" : text);
    }

    /** Names on the left, values on the right. */
    static GridPane grid() {
        GridPane grid = new GridPane();
        grid.getStyleClass().add("facts");
        ColumnConstraints name = new ColumnConstraints();
        name.setMinWidth(100);
        ColumnConstraints value = new ColumnConstraints();
        value.setHgrow(Priority.ALWAYS);
        grid.getColumnConstraints().setAll(name, value);
        return grid;
    }

    static Label line(GridPane grid, String key, String text, boolean mono) {
        Label name = TextLabels.whole(TEXTS.get(key), "muted");
        GridPane.setValignment(name, VPos.TOP);
        Label value = TextLabels.wrapped(text);
        if (mono) {
            value.getStyleClass().add("mono");
        }
        grid.addRow(grid.getRowCount(), name, value);
        return value;
    }
}
