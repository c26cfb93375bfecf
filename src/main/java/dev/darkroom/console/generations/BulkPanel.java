package dev.darkroom.console.generations;

import dev.darkroom.console.Formats;
import dev.darkroom.console.Icons;
import dev.darkroom.console.KeyedTable;
import dev.darkroom.console.Notice;
import dev.darkroom.console.Sentences;
import dev.darkroom.console.Shell;
import dev.darkroom.generation.BulkAction;
import dev.darkroom.generation.GenerationPage.Line;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;

/** How far a bulk act has come, what became of each, and the button that stops it. The failed stay selected. */
final class BulkPanel extends HBox {
    private final Shell shell;
    private final ActsModel acts;
    private final KeyedTable<Line> table;
    private final Label what = new Label();
    private final ProgressBar bar = new ProgressBar(0);
    private final Label counts = new Label();
    private final Button stop;
    private @Nullable UUID told;

    BulkPanel(Shell shell, ActsModel acts, KeyedTable<Line> table) {
        super(10);
        this.shell = shell;
        this.acts = acts;
        this.table = table;
        getStyleClass().add("bulk-panel");
        setAlignment(Pos.CENTER_LEFT);
        what.getStyleClass().add("selected");
        what.setMinWidth(Region.USE_PREF_SIZE);
        counts.getStyleClass().add("muted");
        counts.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(counts, Priority.ALWAYS);
        stop = Icons.button(MaterialDesignS.STOP_CIRCLE_OUTLINE, Words.get("bulk.stop"), this::stop);
        stop.managedProperty().bind(stop.visibleProperty());
        stop.setDisable(acts.isReadOnly());
        Button outcomes =
                Icons.button(MaterialDesignF.FORMAT_LIST_BULLETED, Words.get("bulk.outcomes"), this::outcomes);
        Button close = Icons.iconButton(MaterialDesignC.CLOSE, Words.get("bulk.close"), acts::forgetBulk);
        close.getStyleClass().add("bare");
        List.of(stop, outcomes, close).forEach(button -> button.setMinWidth(USE_PREF_SIZE));
        getChildren().setAll(what, bar, counts, stop, outcomes, close);
        managedProperty().bind(visibleProperty());
        acts.bulkProperty().subscribe(this::show);
    }

    private void show(@Nullable BulkAction bulk) {
        setVisible(bulk != null);
        if (bulk == null) {
            return;
        }
        BulkAction.Counts n = bulk.counts();
        what.setText(Words.get("act." + bulk.act().name()).replace("\u2026", "") + " \u00b7 "
                + Words.get("bulk.state." + bulk.state().name()));
        bar.setProgress(n.all() == 0 ? 1 : (double) (n.all() - n.open()) / n.all());
        counts.setText(Words.get(
                        "bulk.counts",
                        Formats.number(n.all() - n.open()),
                        Formats.number(n.all()),
                        Formats.number(n.done()),
                        Formats.number(n.skipped()),
                        Formats.number(n.failed()))
                + (bulk.spent() == 0 ? "" : " \u00b7 " + Words.get("bulk.spent", Formats.number(bulk.spent()))));
        stop.setVisible(bulk.state() == BulkAction.State.RUNNING);
        if (bulk.state() != BulkAction.State.RUNNING && !Objects.equals(told, bulk.id())) {
            told = bulk.id();
            acts.outcomes(bulk, this::keepFailedSelected, this::failed);
        }
    }

    private void keepFailedSelected(List<BulkAction.Item> items) {
        int[] places = items.stream()
                .filter(item -> item.state() == BulkAction.ItemState.FAILED)
                .mapToInt(item -> table.rows().indexOf(item.generation()))
                .filter(place -> place >= 0)
                .toArray();
        table.getSelectionModel().clearSelection();
        if (places.length > 0) {
            table.getSelectionModel().selectIndices(places[0], places);
        }
    }

    private void stop() {
        BulkAction running = acts.bulkProperty().get();
        if (running != null) {
            acts.stop(running, this::failed);
        }
    }

    private void outcomes() {
        BulkAction of = acts.bulkProperty().get();
        if (of != null) {
            acts.outcomes(
                    of,
                    items -> {
                        Outcomes list = new Outcomes(of, items, shell.overlays()::close);
                        shell.overlays().open(list, list.first());
                    },
                    this::failed);
        }
    }

    private void failed(Exception failure) {
        shell.toast(Notice.Kind.ERROR, Sentences.of(failure));
    }
}
