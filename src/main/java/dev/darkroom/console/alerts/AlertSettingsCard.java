package dev.darkroom.console.alerts;

import dev.darkroom.alert.AlertKind;
import dev.darkroom.alert.AlertKind.Unit;
import dev.darkroom.alert.AlertRule;
import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.text.ErrorMessages;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.kit.theme.TextLabels;
import dev.darkroom.message.RefusedInputException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.controlsfx.control.ToggleSwitch;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;

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

    /** One rule: on or off, its limit, how long the limit must be exceeded, and a reset to the built-in defaults. */
    private static final class AlertRuleRow {
        static final int COLUMNS = 5;

        private final AlertKind kind;
        private final AlertsModel model;
        private final ToggleSwitch enabled;
        private final TextField threshold = number("threshold");
        private final TextField minutes = number("minutes");
        private final Button reset;
        private @Nullable AlertRule shown;

        AlertRuleRow(AlertKind kind, AlertsModel model) {
            this.kind = kind;
            this.model = model;
            String name = TEXTS.get("kind." + kind);
            enabled = new ToggleSwitch(name);
            enabled.setMaxWidth(Double.MAX_VALUE);
            enabled.setTooltip(new Tooltip(TEXTS.get("kind." + kind + ".detail")));
            enabled.setId("enabled-" + kind);
            enabled.setAccessibleRole(AccessibleRole.TOGGLE_BUTTON);
            enabled.setAccessibleText(name);
            enabled.selectedProperty().subscribe((_, _) -> change());
            threshold.setAccessibleText(TEXTS.get("threshold.of", name));
            minutes.setAccessibleText(TEXTS.get("lasting.of", name));
            reset = IconButtons.iconButton(
                    MaterialDesignR.RESTORE, TEXTS.get("default", words(kind.standard())), this::reset);
            reset.setId("default-" + kind);
            reset.getStyleClass().add("bare");
            reset.setVisible(false);
            if (model.isReadOnly()) {
                for (Control control : new Control[] {enabled, threshold, minutes}) {
                    control.setDisable(true);
                    control.setAccessibleHelp(TEXTS.get("readonly"));
                }
            }
        }

        private TextField number(String what) {
            TextField field = new TextField();
            field.getStyleClass().add("alert-number");
            field.setPrefColumnCount(5);
            field.setMinWidth(64);
            field.setMaxWidth(64);
            field.setOnAction(_ -> change());
            field.focusedProperty().subscribe((_, focused) -> {
                if (!focused) {
                    change();
                }
            });
            field.setId(what);
            return field;
        }

        Node[] nodes() {
            threshold.setId("threshold-" + kind);
            minutes.setId("minutes-" + kind);
            boolean limited = kind.unit() != Unit.NONE;
            Node side = limited ? AlertChannelForm.word(kind.isBelow() ? "below" : "above") : new HBox();
            Node limit = limited ? line(threshold, AlertChannelForm.word("unit." + kind.unit())) : new HBox();
            return new Node[] {
                enabled,
                side,
                limit,
                line(AlertChannelForm.word("for"), minutes, AlertChannelForm.word("unit.MINUTES")),
                reset
            };
        }

        private static HBox line(Node... nodes) {
            HBox line = new HBox(6, nodes);
            line.setAlignment(Pos.CENTER_LEFT);
            return line;
        }

        void show(AlertRule rule) {
            AlertRule before = shown;
            shown = null; // updates made here are not user changes
            enabled.setSelected(rule.enabled());
            AlertChannelForm.update(threshold, before == null ? null : threshold(before), threshold(rule));
            AlertChannelForm.update(minutes, before == null ? null : minutes(before), minutes(rule));
            reset.setVisible(!rule.isStandard() && !model.isReadOnly());
            shown = rule;
        }

        private static String threshold(AlertRule rule) {
            return String.valueOf(rule.threshold());
        }

        private static String minutes(AlertRule rule) {
            return String.valueOf(rule.lasting().toMinutes());
        }

        private void reset() {
            AlertRule before = shown;
            if (before != null) {
                model.set(before, kind.standard());
            }
        }

        private void change() {
            AlertRule before = shown;
            if (before == null || model.isReadOnly()) {
                return;
            }
            String limit = threshold.getText().strip();
            String lasting = minutes.getText().strip();
            if (!limit.matches("\\d{1,10}") || !lasting.matches("\\d{1,5}")) {
                model.refuse(TEXTS.get("number"));
                return;
            }
            try {
                Duration same = Duration.ofMinutes(before.lasting().toMinutes());
                Duration wanted = Duration.ofMinutes(Long.parseLong(lasting));
                AlertRule rule = new AlertRule(
                        kind,
                        enabled.isSelected(),
                        Long.parseLong(limit),
                        wanted.equals(same) ? before.lasting() : wanted);
                if (!rule.equals(before)) {
                    shown = rule; // leaving the field must not submit it again
                    model.set(before, rule);
                }
            } catch (RefusedInputException refused) {
                model.refuse(ErrorMessages.of(refused));
            }
        }

        private static String words(AlertRule rule) {
            String lasting = TEXTS.get("default.for", rule.lasting().toMinutes());
            if (rule.kind().unit() == Unit.NONE) {
                return lasting;
            }
            String limit = ValueFormats.number(rule.threshold()) + " "
                    + TEXTS.get("unit." + rule.kind().unit());
            return TEXTS.get("default." + (rule.kind().isBelow() ? "below" : "above"), limit.strip()) + ", " + lasting;
        }
    }
}
