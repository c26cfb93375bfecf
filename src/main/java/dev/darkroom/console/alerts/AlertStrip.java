package dev.darkroom.console.alerts;

import dev.darkroom.alert.AlertEntry;
import dev.darkroom.alert.AlertQueries;
import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.kit.dialog.NotificationEntry;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.kit.theme.SemanticColor;
import dev.darkroom.system.ElapsedTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;

/** The active alerts, unacknowledged ones first, each with a button that opens the cause; hidden while there are none. */
public final class AlertStrip extends VBox {
    private static final MessageTexts TEXTS = MessageTexts.of("alerts");
    private static final int MAX_ROWS = 4;

    private final AlertsModel model;
    private final ConsoleShell shell;
    private final ValueFormats formats;
    private final Consumer<AlertEntry> onShow;
    private final Hyperlink more;
    /** Whether the mouse is over the strip or what is below it. */
    private final ObservableValue<Boolean> hovered;

    private Map<Long, AlertLine> lines = new HashMap<>();
    /** Whether the alerts were read once. */
    private boolean read;

    /** @param onShow opens the cause of an alert */
    public AlertStrip(AlertsModel model, ConsoleShell shell, Consumer<AlertEntry> onShow) {
        this.model = model;
        this.shell = shell;
        this.formats = shell.formats();
        this.onShow = onShow;
        more = new Hyperlink();
        more.setId("alert-history");
        more.setOnAction(_ -> history().run().run());
        getStyleClass().add("alert-strip");
        managedProperty().bind(visibleProperty());
        hovered = parentProperty().flatMap(Node::hoverProperty).orElse(false);
        model.currentAlertsProperty().subscribe(_ -> show());
        hovered.subscribe(_ -> show());
        shell.tickProperty().subscribe(_ -> lines.values().forEach(AlertLine::showAge));
    }

    /** The actions on each alert shown, and the history. */
    public List<ConsoleAction> actions() {
        List<ConsoleAction> actions = new ArrayList<>();
        getChildren().forEach(node -> {
            if (node instanceof AlertLine line) {
                actions.addAll(line.actions());
            }
        });
        actions.add(history());
        return actions;
    }

    private ConsoleAction history() {
        return AlertHistoryDialog.action(model, shell);
    }

    /** Updates the lines shown; under the mouse none of them comes, goes or moves, and nothing below them does. */
    private void show() {
        AlertQueries.CurrentAlerts now = model.currentAlertsProperty().get();
        List<AlertEntry> active = now == null ? List.of() : now.active();
        boolean first = now != null && !read;
        read |= first;
        if (hovered.getValue() && !first) {
            lines.forEach((id, line) -> active.stream()
                    .filter(alert -> alert.id() == id)
                    .findFirst()
                    .ifPresentOrElse(line::show, line::showEnded));
            return;
        }
        setVisible(!active.isEmpty());
        Map<Long, AlertLine> kept = new HashMap<>();
        List<Node> nodes = new ArrayList<>();
        active.stream()
                .sorted(Comparator.comparing(
                        (AlertEntry alert) -> alert.acknowledged().isPresent()))
                .limit(MAX_ROWS)
                .forEach(alert -> {
                    AlertLine line = lines.getOrDefault(alert.id(), new AlertLine());
                    line.show(alert);
                    kept.put(alert.id(), line);
                    nodes.add(line);
                });
        lines = kept;
        int hidden = active.size() - nodes.size();
        more.setText(hidden > 0 ? TEXTS.get("strip.more", hidden) : TEXTS.get("history.open"));
        nodes.add(more);
        if (!nodes.equals(getChildren())) {
            getChildren().setAll(nodes);
        }
    }

    private final class AlertLine extends HBox {
        private final Label said = new Label();
        private final Label age = new Label();
        private final Button show = new Button(TEXTS.get("show"));
        private final Button acknowledge = new Button(TEXTS.get("acknowledge"));
        private final HBox holder = IconButtons.refusable(acknowledge);
        private @Nullable AlertEntry alert;
        private boolean ended;

        private AlertLine() {
            said.setWrapText(true);
            said.setMinHeight(USE_PREF_SIZE);
            said.getStyleClass().add("alert-said");
            age.setMinWidth(USE_PREF_SIZE);
            age.getStyleClass().add("alert-age");
            HBox.setHgrow(said, Priority.ALWAYS);
            said.setMaxWidth(Double.MAX_VALUE);
            show.setMinWidth(USE_PREF_SIZE);
            show.setOnAction(_ -> show());
            acknowledge.setMinWidth(USE_PREF_SIZE);
            acknowledge.getStyleClass().add("alert-acknowledge");
            acknowledge.setOnAction(_ -> acknowledge());
            IconButtons.allow(acknowledge, acknowledging().refusal());
            getStyleClass().addAll("banner", "alert-line");
            setAlignment(Pos.CENTER_LEFT);
            setMinHeight(USE_PREF_SIZE);
            getChildren().setAll(IconButtons.icon(MaterialDesignA.ALERT_CIRCLE_OUTLINE), said, age, show, holder);
        }

        List<ConsoleAction> actions() {
            ConsoleAction showing = new ConsoleAction(show.getText(), MaterialDesignA.ALERT_CIRCLE_OUTLINE, this::show)
                    .on(said.getText(), Optional.empty());
            return holder.isVisible() ? List.of(showing, acknowledging()) : List.of(showing);
        }

        private ConsoleAction acknowledging() {
            return new ConsoleAction(acknowledge.getText(), MaterialDesignC.CHECK, this::acknowledge)
                    .on(said.getText(), model.isReadOnly() ? Optional.of(TEXTS.get("readonly")) : Optional.empty());
        }

        private void show() {
            if (alert != null) {
                onShow.accept(alert);
            }
        }

        private void acknowledge() {
            if (alert != null) {
                model.acknowledge(alert, sentence -> shell.toast(NotificationEntry.Kind.WARNING, sentence));
            }
        }

        private void show(AlertEntry now) {
            alert = now;
            ended = false;
            said.setText(MessageTexts.sentence(now.said()));
            boolean known = now.acknowledged().isPresent();
            getStyleClass().removeAll(SemanticColor.RED.style(), SemanticColor.NEUTRAL.style());
            getStyleClass().add((known ? SemanticColor.NEUTRAL : SemanticColor.RED).style());
            holder.setVisible(!known);
            show.setId("show-alert-" + now.id());
            acknowledge.setId("acknowledge-alert-" + now.id());
            showAge();
        }

        private void showEnded() {
            ended = true;
            age.setText(TEXTS.get("state.over"));
            holder.setVisible(false);
        }

        private void showAge() {
            AlertEntry now = alert;
            if (now != null && !ended) {
                Duration lasted = Duration.between(now.since(), formats.clock().instant());
                String since = TEXTS.get("since", formats.time(now.since()), ElapsedTime.rough(lasted));
                age.setText(now.acknowledged()
                        .map(by -> TEXTS.get("acknowledged", by.by(), formats.time(by.at())))
                        .map(by -> since + ", " + by)
                        .orElse(since));
            }
        }
    }
}
