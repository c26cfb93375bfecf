package dev.darkroom.console.alerts;

import dev.darkroom.alert.AlertKind;
import dev.darkroom.alert.AlertRule;
import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.kit.theme.TextLabels;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The alert rules and their limits, the quiet hours, and the webhook. Each change takes effect at once. */
public final class AlertSettingsCard extends VBox {
    private static final MessageTexts TEXTS = MessageTexts.of("alerts");

    private final AlertsModel model;
    private final Map<AlertKind, AlertRuleRow> rows = new EnumMap<>(AlertKind.class);
    private final AlertChannelForm channel;
    private final ConsoleAction history;

    public AlertSettingsCard(AlertsModel model, ConsoleShell shell) {
        this.model = model;
        channel = new AlertChannelForm(model, shell);
        history = AlertHistoryDialog.action(model, shell);
        getStyleClass().addAll("card", "alert-settings");
        Label title = TextLabels.styled(TEXTS.get("title"), "title");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox head =
                new HBox(title, space, IconButtons.button(history.icon(), TEXTS.get("history.open"), history.run()));
        head.setAlignment(Pos.CENTER_LEFT);
        getChildren().setAll(head, muted("about"), rules(), channel, outcome());
        if (model.isReadOnly()) {
            getChildren().add(muted("readonly.settings"));
        }
        model.configurationProperty().subscribe(this::show);
        sceneProperty().subscribe(scene -> {
            if (scene != null) {
                model.configure();
            }
        });
    }

    public List<ConsoleAction> actions() {
        List<ConsoleAction> actions = new ArrayList<>(List.of(history));
        actions.addAll(channel.actions());
        return actions;
    }

    private GridPane rules() {
        GridPane grid = new GridPane();
        grid.getStyleClass().add("alert-rules");
        for (int column = 0; column < AlertRuleRow.COLUMNS; column++) {
            ColumnConstraints width = new ColumnConstraints();
            width.setHgrow(column == 0 ? Priority.ALWAYS : Priority.NEVER);
            width.setMinWidth(column == 0 ? 120 : USE_PREF_SIZE);
            grid.getColumnConstraints().add(width);
        }
        for (AlertKind kind : AlertKind.values()) {
            AlertRuleRow row = new AlertRuleRow(kind, model);
            rows.put(kind, row);
            grid.addRow(kind.ordinal(), row.nodes());
        }
        return grid;
    }

    private Label outcome() {
        Label label = new Label();
        label.setId("alert-outcome");
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        label.visibleProperty().bind(label.textProperty().isNotEmpty());
        label.managedProperty().bind(label.visibleProperty());
        model.outcomeProperty().subscribe(what -> {
            label.setText(what.text());
            label.getStyleClass().removeAll("danger-text", "muted");
            label.getStyleClass().add(what.wrong() ? "danger-text" : "muted");
        });
        return label;
    }

    static Label muted(String key) {
        return TextLabels.wrapped(TEXTS.get(key), "muted");
    }

    private void show(AlertsModel.@Nullable Configuration now) {
        if (now == null) {
            return;
        }
        for (AlertRule rule : now.rules()) {
            AlertRuleRow row = rows.get(rule.kind());
            if (row != null) {
                row.show(rule);
            }
        }
        channel.show(now.settings());
    }
}
