package dev.darkroom.console.alerts;

import dev.darkroom.alert.AlertEntry;
import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.kit.dialog.EmptyState;
import dev.darkroom.console.kit.dialog.MessageBanner;
import dev.darkroom.console.kit.dialog.ReadingDialog;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.text.ErrorMessages;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.SemanticColor;
import dev.darkroom.console.kit.theme.TextLabels;
import dev.darkroom.console.kit.theme.ToneChip;
import dev.darkroom.system.ElapsedTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignH;

/** Past alerts, newest first: duration, who acknowledged each, and whether the webhook was notified. */
public final class AlertHistoryDialog extends ReadingDialog {
    private static final MessageTexts TEXTS = MessageTexts.of("alerts");

    private final ValueFormats formats;
    private final StackPane place = new StackPane();
    private final Label count = new Label();

    private AlertHistoryDialog(ValueFormats formats, Runnable onClose) {
        super("alert-history", TEXTS.get("history"), onClose);
        this.formats = formats;
        count.getStyleClass().add("muted");
        place.getStyleClass().add("alert-history-rows");
        read(place, count);
    }

    static ConsoleAction action(AlertsModel model, ConsoleShell shell) {
        return new ConsoleAction(TEXTS.get("history"), MaterialDesignH.HISTORY, () -> open(model, shell));
    }

    /** Opens the dialog, which fills once the history is read. */
    public static void open(AlertsModel model, ConsoleShell shell) {
        AlertHistoryDialog dialog = new AlertHistoryDialog(shell.formats(), shell.overlays()::close);
        shell.overlays().open(dialog);
        model.history(dialog::show, dialog::fail);
    }

    private void show(List<AlertEntry> alerts) {
        if (alerts.isEmpty()) {
            place.getChildren()
                    .setAll(EmptyState.goodNews(TEXTS.get("history.none"), TEXTS.get("history.none.detail")));
            return;
        }
        ListView<AlertEntry> list = new ListView<>();
        list.getItems().setAll(alerts);
        list.setCellFactory(_ -> new AlertCell());
        place.getChildren().setAll(list);
        count.setText(
                alerts.size() < AlertsModel.NEWEST
                        ? TEXTS.get("history.count", ValueFormats.number(alerts.size()))
                        : TEXTS.get("history.newest", ValueFormats.number(alerts.size())));
    }

    private void fail(Exception exception) {
        place.getChildren().setAll(MessageBanner.error(ErrorMessages.of(exception)));
    }

    private final class AlertCell extends ListCell<AlertEntry> {
        @Override
        protected void updateItem(AlertEntry alert, boolean empty) {
            super.updateItem(alert, empty);
            if (empty || alert == null) {
                setGraphic(null);
                return;
            }
            Label said = new Label(MessageTexts.sentence(alert.said()));
            said.setTooltip(new Tooltip(said.getText()));
            HBox head = new HBox(state(alert), said);
            head.getStyleClass().add("alert-head");
            Label facts = TextLabels.wrapped(String.join("  \u00b7  ", facts(alert)), "muted");
            VBox cell = new VBox(head, facts);
            cell.getStyleClass().add("alert-cell");
            cell.setPrefWidth(0);
            HBox.setHgrow(said, Priority.ALWAYS);
            setGraphic(cell);
        }

        private static Node state(AlertEntry alert) {
            ToneChip chip = alert.cleared().isPresent()
                    ? new ToneChip(MaterialDesignC.CHECK_CIRCLE_OUTLINE, TEXTS.get("state.over"), SemanticColor.STONE)
                    : new ToneChip(MaterialDesignA.ALERT_CIRCLE_OUTLINE, TEXTS.get("state.active"), SemanticColor.RED);
            chip.setMinWidth(USE_PREF_SIZE);
            return chip;
        }

        private List<String> facts(AlertEntry alert) {
            List<String> facts = new ArrayList<>();
            facts.add(alert.cleared()
                    .map(end -> TEXTS.get(
                            "history.lasted",
                            formats.time(alert.since()),
                            formats.time(end),
                            ElapsedTime.rough(Duration.between(alert.since(), end))))
                    .orElseGet(() -> TEXTS.get("history.since", formats.time(alert.since()))));
            alert.acknowledged().ifPresent(by -> facts.add(TEXTS.get("acknowledged", by.by(), formats.time(by.at()))));
            alert.webhook().sent().ifPresent(sent -> facts.add(TEXTS.get("history.sent", formats.time(sent))));
            if (!alert.webhook().problem().isEmpty()) {
                facts.add(TEXTS.get(
                        "history.unsent",
                        MessageTexts.sentence(alert.webhook().problem().clause())));
            }
            return facts;
        }
    }
}
