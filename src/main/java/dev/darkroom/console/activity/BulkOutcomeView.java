package dev.darkroom.console.activity;

import dev.darkroom.activity.ActivityEntry;
import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.kit.dialog.BulkRestartDialog;
import dev.darkroom.console.kit.dialog.MessageBanner;
import dev.darkroom.console.kit.layout.BulkItemCell;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.generation.action.BulkAction;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;

/** A bulk action in the inspector: its result as a bar and in numbers, each item, and a button to rerun the failed ones. */
final class BulkOutcomeView extends VBox {
    private static final MessageTexts TEXTS = MessageTexts.of("activity");

    private final ConsoleShell shell;
    private final ActivityModel model;
    private final Consumer<UUID> started;
    private final VBox content = new VBox();
    private final GridPane facts = ActivityDetails.grid();
    private final HBox bar = new HBox();
    private final ListView<BulkAction.Item> items = new ListView<>();
    private final Label cut = new Label();
    private final Consumer<UUID> openGeneration;
    private final Button againButton;
    private final Button stop;
    private @Nullable BulkAction shown;

    /** {@code started} receives the id of a bulk action that reruns the failed items. */
    BulkOutcomeView(ConsoleShell shell, ActivityModel model, Consumer<UUID> openGeneration, Consumer<UUID> started) {
        this.shell = shell;
        this.model = model;
        this.started = started;
        this.openGeneration = openGeneration;
        againButton = runningAgain().button();
        againButton.setId("run-again");
        stop = stopping().button();
        content.getStyleClass().add("activity-details");
        bar.getStyleClass().add("outcome-bar");
        items.setPlaceholder(new Label());
        items.setMinHeight(120);
        VBox.setVgrow(items, Priority.ALWAYS);
        cut.getStyleClass().add("muted");
        cut.managedProperty().bind(cut.textProperty().isNotEmpty());
        FlowPane buttons = new FlowPane(8, 8, IconButtons.refusable(againButton), IconButtons.refusable(stop));
        content.getChildren().addAll(facts, bar, buttons, items, cut);
        VBox.setVgrow(content, Priority.ALWAYS);
        getChildren().addAll(MessageBanner.of(model.bulkFailureProperty(), model::rereadBulk), content);
        model.bulkProperty().subscribe(open -> {
            shown = open == null ? null : open.bulk();
            content.setVisible(open != null);
            if (open != null) {
                show(open, shell.formats());
            }
        });
    }

    private void show(ActivityModel.OpenBulk open, ValueFormats formats) {
        BulkAction act = open.bulk();
        facts.getChildren().clear();
        ActivityDetails.line(facts, "column.time", formats.absolute(act.createdAt()), true);
        if (act.finishedAt() != null) {
            ActivityDetails.line(facts, "bulk.finished", formats.absolute(act.finishedAt()), true);
        }
        ActivityDetails.line(facts, "column.who", act.actor(), false);
        ActivityDetails.line(facts, "bulk.what", MessageTexts.sentence(act.what()), false);
        ActivityDetails.line(facts, "column.reason", act.reason(), false);
        if (act.budget() != null) {
            ActivityDetails.line(
                    facts,
                    "bulk.budget",
                    TEXTS.get("bulk.budget.used", ValueFormats.number(act.spent()), ValueFormats.number(act.budget())),
                    false);
        }
        BulkAction.Counts n = act.counts();
        ActivityDetails.line(
                facts,
                "column.outcome",
                TEXTS.get("bulk.state." + act.state()) + ": "
                        + ActivityLabels.counts(
                                new ActivityEntry.BulkCounts(n.open(), n.done(), n.skipped(), n.failed(), act.spent()),
                                act.act()),
                false);
        bar(act);
        items.setCellFactory(_ -> new BulkItemCell(act.act().continuesGenerations(), openGeneration));
        items.getItems().setAll(open.items());
        cut.setText(
                open.items().size() < n.all()
                        ? TEXTS.get(
                                "bulk.first", ValueFormats.number(open.items().size()), ValueFormats.number(n.all()))
                        : "");
        stop.setVisible(act.state() == BulkAction.State.RUNNING);
        IconButtons.allow(stop, stopping().refusal());
        ConsoleAction runningAgain = runningAgain();
        againButton.setText(runningAgain.title());
        IconButtons.allow(againButton, runningAgain.refusal());
    }

    /** The actions on the bulk action shown; none while there is none. */
    List<ConsoleAction> actions() {
        BulkAction act = shown;
        if (act == null) {
            return List.of();
        }
        return act.state() == BulkAction.State.RUNNING ? List.of(runningAgain(), stopping()) : List.of(runningAgain());
    }

    private ConsoleAction runningAgain() {
        BulkAction act = shown;
        boolean failed = act != null && act.counts().failed() > 0;
        return new ConsoleAction(
                        act != null && failed ? BulkRestartDialog.offer(act) : TEXTS.get("again"),
                        MaterialDesignR.REFRESH,
                        this::confirmRunAgain)
                .on(
                        act == null ? "" : MessageTexts.sentence(act.what()),
                        readOnly().or(() -> failed ? Optional.empty() : Optional.of(TEXTS.get("again.none"))));
    }

    private ConsoleAction stopping() {
        return new ConsoleAction(TEXTS.get("stop"), MaterialDesignS.STOP_CIRCLE_OUTLINE, this::stop)
                .on(shown == null ? "" : MessageTexts.sentence(shown.what()), readOnly());
    }

    private Optional<String> readOnly() {
        return model.isReadOnly() ? Optional.of(TEXTS.get("readonly")) : Optional.empty();
    }

    private void bar(BulkAction act) {
        BulkAction.Counts n = act.counts();
        bar.getChildren().clear();
        part(ActivityLabels.doneKey(act.act()), n.done(), n.all());
        part("skipped", n.skipped(), n.all());
        part("failed", n.failed(), n.all());
        part("open", n.open(), n.all());
    }

    private void part(String style, long count, long all) {
        if (count > 0) {
            Region part = new Region();
            part.getStyleClass().add(style);
            part.prefWidthProperty().bind(bar.widthProperty().multiply((double) count / all));
            part.setMinWidth(3);
            Tooltip.install(part, new Tooltip(TEXTS.get("counts." + style, ValueFormats.number(count))));
            bar.getChildren().add(part);
        }
    }

    private void confirmRunAgain() {
        BulkAction ended = shown;
        if (ended == null) {
            return;
        }
        shell.overlays()
                .open(BulkRestartDialog.of(
                        ended,
                        TEXTS.get("action." + ended.act()),
                        model.isProduction(),
                        (reason, budget) -> model.runAgain(ended, reason, budget, started, shell::failed),
                        shell.overlays()::close));
    }

    private void stop() {
        BulkAction running = shown;
        if (running != null) {
            model.stop(running, shell::failed);
        }
    }
}
