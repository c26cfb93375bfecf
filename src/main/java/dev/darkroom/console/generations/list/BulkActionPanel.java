package dev.darkroom.console.generations.list;

import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.generations.GenerationActionsModel;
import dev.darkroom.console.generations.GenerationDetailsSections;
import dev.darkroom.console.generations.GenerationMessages;
import dev.darkroom.console.kit.dialog.BulkRestartDialog;
import dev.darkroom.console.kit.dialog.NotificationEntry;
import dev.darkroom.console.kit.dialog.ReadingDialog;
import dev.darkroom.console.kit.layout.BulkItemCell;
import dev.darkroom.console.kit.table.PagedTable;
import dev.darkroom.console.kit.task.FxChannel;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.event.EngineEvent;
import dev.darkroom.event.EventBus;
import dev.darkroom.generation.action.BulkAction;
import dev.darkroom.generation.query.GenerationPage.Line;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.controlsfx.control.StatusBar;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;

/**
 * Progress of a bulk action, its outcomes, and the button that stops it. Failed rows stay selected, unless the user has
 * selected others meanwhile or the action was started elsewhere: then a button offers to select them. If not all of them are
 * loaded, it offers to run the action again on them.
 */
public final class BulkActionPanel extends StatusBar {
    /** Polling interval, needed because other engines do not notify this window. */
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(2);

    private final ConsoleShell shell;
    private final GenerationActionsModel actionsModel;
    private final PagedTable<Line> table;
    private final Label what = new Label();
    private final Button stop;
    private final Button failedButton;
    private final List<Runnable> attached = new ArrayList<>();
    private @Nullable UUID reported;
    /** The bulk action whose failed rows the button is for. */
    private @Nullable UUID offered;

    public BulkActionPanel(ConsoleShell shell, GenerationActionsModel actionsModel, PagedTable<Line> table) {
        this.shell = shell;
        this.actionsModel = actionsModel;
        this.table = table;
        getStyleClass().add("bulk-panel");
        what.getStyleClass().add("selected");
        what.setMinWidth(Region.USE_PREF_SIZE);
        stop = IconButtons.button(MaterialDesignS.STOP_CIRCLE_OUTLINE, GenerationMessages.get("bulk.stop"), this::stop);
        HBox stopping = IconButtons.refusable(stop);
        IconButtons.allow(
                stop,
                actionsModel.isReadOnly() ? Optional.of(GenerationMessages.get("acts.readonly")) : Optional.empty());
        failedButton = IconButtons.button(MaterialDesignS.SELECT_MULTIPLE, "", () -> {});
        failedButton.setId("select-failed");
        failedButton.managedProperty().bind(failedButton.visibleProperty());
        failedButton.setVisible(false);
        Button outcomes = IconButtons.button(
                MaterialDesignF.FORMAT_LIST_BULLETED, GenerationMessages.get("bulk.outcomes"), this::outcomes);
        Button close = IconButtons.iconButton(
                MaterialDesignC.CLOSE, GenerationMessages.get("bulk.close"), actionsModel::forgetBulk);
        close.getStyleClass().add("bare");
        List.of(stop, failedButton, outcomes, close).forEach(button -> button.setMinWidth(USE_PREF_SIZE));
        getLeftItems().add(what);
        getRightItems().addAll(stopping, failedButton, outcomes, close);
        managedProperty().bind(visibleProperty());
        actionsModel.bulkProperty().subscribe(this::show);
        actionsModel.onProgress(this::report);
    }

    /** Follows the running bulk actions, whatever screen is shown, so that the bell shows their progress. */
    public void attach(EventBus events) {
        FxChannel<EngineEvent.BulkChanged> changes =
                shell.feed().latest(EngineEvent.BulkChanged::bulk, _ -> actionsModel.watch());
        attached.add(changes::close);
        attached.add(events.subscribe(event -> {
            if (event instanceof EngineEvent.BulkChanged changed) {
                changes.offer(changed);
            }
        })::close);
        attached.add(shell.feed().poll(POLL_INTERVAL, () -> true, _ -> watchRunning())::close);
        actionsModel.watch();
    }

    private void watchRunning() {
        if (actionsModel.isBulkRunning()) {
            actionsModel.watch();
        }
    }

    public void detach() {
        attached.forEach(Runnable::run);
        attached.clear();
    }

    private void show(@Nullable BulkAction bulk) {
        setVisible(bulk != null);
        if (bulk == null) {
            return;
        }
        what.setText(name(bulk));
        setProgress(progress(bulk));
        setText(counts(bulk));
        stop.setVisible(bulk.state() == BulkAction.State.RUNNING);
        if (!bulk.id().equals(offered)) {
            failedButton.setVisible(false);
        }
        if (bulk.state() != BulkAction.State.RUNNING && !Objects.equals(reported, bulk.id())) {
            reported = bulk.id();
            actionsModel.outcomes(bulk, items -> showFailed(bulk, items), shell::failed);
        }
    }

    /** Shows the progress of any bulk action under the bell, or its end. */
    private void report(BulkAction bulk) {
        String id = bulk.id().toString();
        String sentence = name(bulk) + ": " + counts(bulk);
        if (bulk.state() == BulkAction.State.RUNNING) {
            shell.progress(id, sentence, progress(bulk));
        } else {
            shell.progressEnded(
                    id,
                    bulk.counts().failed() > 0 ? NotificationEntry.Kind.WARNING : NotificationEntry.Kind.DONE,
                    sentence);
        }
    }

    private static double progress(BulkAction bulk) {
        BulkAction.Counts n = bulk.counts();
        return n.all() == 0 ? 1 : (double) (n.all() - n.open()) / n.all();
    }

    private static String name(BulkAction bulk) {
        return GenerationMessages.get("act." + bulk.act().name()).replace("\u2026", "") + " \u00b7 "
                + GenerationMessages.get("bulk.state." + bulk.state());
    }

    private static String counts(BulkAction bulk) {
        BulkAction.Counts n = bulk.counts();
        return GenerationMessages.get(
                        bulk.act().continuesGenerations() ? "bulk.counts.begun" : "bulk.counts",
                        ValueFormats.number(n.all() - n.open()),
                        ValueFormats.number(n.all()),
                        ValueFormats.number(n.done()),
                        ValueFormats.number(n.skipped()),
                        ValueFormats.number(n.failed()))
                + (bulk.spent() == 0
                        ? ""
                        : " \u00b7 " + GenerationMessages.get("bulk.spent", ValueFormats.number(bulk.spent())));
    }

    private void showFailed(BulkAction ended, List<BulkAction.Item> items) {
        List<UUID> failed = items.stream()
                .filter(item -> item.state() == BulkAction.ItemState.FAILED)
                .map(BulkAction.Item::generation)
                .toList();
        long loaded =
                failed.stream().filter(id -> table.rows().indexOf(id) >= 0).count();
        if (loaded < ended.counts().failed()) { // a selection would leave the others out
            offer(ended, MaterialDesignR.REFRESH, BulkRestartDialog.offer(ended) + "\u2026", () -> askToRestart(ended));
            failedButton.setDisable(actionsModel.isReadOnly());
        } else if (isSelectionUntouched(ended)) {
            select(failed);
        } else if (!failed.isEmpty()) {
            offer(
                    ended,
                    MaterialDesignS.SELECT_MULTIPLE,
                    GenerationMessages.get("bulk.failed.select", ValueFormats.number(failed.size()), failed.size()),
                    () -> {
                        failedButton.setVisible(false);
                        select(failed);
                    });
        }
    }

    private void offer(BulkAction ended, Ikon icon, String text, Runnable action) {
        offered = ended.id();
        failedButton.setGraphic(IconButtons.icon(icon));
        failedButton.setText(text);
        failedButton.setOnAction(_ -> action.run());
        failedButton.setDisable(false);
        failedButton.setVisible(true);
    }

    private void askToRestart(BulkAction ended) {
        shell.overlays()
                .open(BulkRestartDialog.of(
                        ended,
                        GenerationMessages.get("act." + ended.act().name()).replace("\u2026", ""),
                        actionsModel.isProduction(),
                        (reason, budget) -> actionsModel.restart(ended, reason, budget, shell::failed),
                        shell.overlays()::close));
    }

    /** Whether the action was started here and the user has selected nothing else since. */
    private boolean isSelectionUntouched(BulkAction ended) {
        Set<UUID> selected = table.getSelectionModel().getSelectedItems().stream()
                .map(line -> line.row().id())
                .collect(Collectors.toSet());
        return actionsModel
                .selectionAtStart(ended)
                .filter(before -> selected.isEmpty() || selected.equals(before))
                .isPresent();
    }

    private void select(List<UUID> failed) {
        int[] places = failed.stream()
                .mapToInt(table.rows()::indexOf)
                .filter(place -> place >= 0)
                .toArray();
        table.getSelectionModel().clearSelection();
        if (places.length > 0) {
            table.getSelectionModel().selectIndices(places[0], places);
        }
    }

    private void stop() {
        BulkAction running = actionsModel.bulkProperty().get();
        if (running != null) {
            actionsModel.stop(running, shell::failed);
        }
    }

    private void outcomes() {
        BulkAction of = actionsModel.bulkProperty().get();
        if (of != null) {
            actionsModel.outcomes(
                    of,
                    items -> {
                        if (!shell.overlays().isOpen()) {
                            shell.overlays().open(new BulkResultDialog(of, items, shell.overlays()::close));
                        }
                    },
                    shell::failed);
        }
    }

    /** Lists the outcome of each item of a bulk action, failed items first. */
    private static final class BulkResultDialog extends ReadingDialog {

        BulkResultDialog(BulkAction bulk, List<BulkAction.Item> items, Runnable onClose) {
            super("outcomes", GenerationMessages.get("bulk.outcomes.title", bulk.what()), onClose);
            ListView<BulkAction.Item> list = new ListView<>();
            list.getItems().setAll(items);
            list.setCellFactory(_ -> new BulkItemCell(bulk.act().continuesGenerations(), null));
            list.setPrefHeight(360);
            read(list);
            if (items.size() < bulk.counts().all()) {
                read(GenerationDetailsSections.muted(
                        GenerationMessages.get("bulk.outcomes.first", ValueFormats.number(items.size()))));
            }
        }
    }
}
