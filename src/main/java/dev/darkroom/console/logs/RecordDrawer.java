package dev.darkroom.console.logs;

import dev.darkroom.console.CategoryChip;
import dev.darkroom.console.Formats;
import dev.darkroom.console.Icons;
import dev.darkroom.console.Tone;
import dev.darkroom.logfile.LogLevel;
import dev.darkroom.logfile.LogRecord;
import java.nio.file.Path;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignI;
import org.kordamp.ikonli.materialdesign2.MaterialDesignU;

/** One whole record with everything that is known of it, and the ways from it. */
final class RecordDrawer extends VBox {
    private static final int LONGEST = 60_000;

    private final LogsModel model;
    private final LogJumps jumps;

    RecordDrawer(LogsModel model, LogJumps jumps) {
        this.model = model;
        this.jumps = jumps;
        getStyleClass().add("record-drawer");
    }

    void show(LogRecord record, Path file, Runnable seeInContext) {
        HBox chips = new HBox(8);
        chips.setAlignment(Pos.CENTER_LEFT);
        level(chips, record.level());
        if (record.category() != null) {
            chips.getChildren().add(new CategoryChip(record.category()));
        }
        TextArea text = new TextArea(body(record));
        text.setEditable(false);
        text.setWrapText(true);
        text.getStyleClass().add("record-text");
        text.setPrefRowCount(record.trace().isEmpty() ? 4 : 14);
        VBox.setVgrow(text, record.trace().isEmpty() ? Priority.NEVER : Priority.ALWAYS);
        getChildren().setAll(chips, text, facts(record, file));
        actions(record, seeInContext);
    }

    private static void level(HBox chips, LogLevel level) {
        if (level.compareTo(LogLevel.WARN) >= 0) {
            Label chip = new Label(LogsScreen.TEXTS.get(level == LogLevel.WARN ? "drawer.warning" : "drawer.error"));
            chip.getStyleClass().addAll("chip", (level == LogLevel.WARN ? Tone.AMBER : Tone.RED).style());
            chips.getChildren().add(chip);
        }
    }

    private static String body(LogRecord record) {
        String whole = record.trace().isEmpty() ? record.text() : record.text() + "\n" + record.trace();
        return whole.lines()
                        .map(line -> RecordText.visible(line, LONGEST))
                        .collect(java.util.stream.Collectors.joining("\n"))
                + (record.cut() ? "\n" + LogsScreen.TEXTS.get("drawer.cut") : "");
    }

    private static GridPane facts(LogRecord record, Path file) {
        GridPane grid = new GridPane(16, 4);
        grid.getStyleClass().add("facts");
        fact(grid, "drawer.time", record.time() == null ? "" : RecordText.DATE_TIME.format(record.time()));
        fact(grid, "drawer.generation", record.generation() == null ? "" : record.generation());
        fact(grid, "drawer.thread", record.thread());
        fact(grid, "drawer.logger", record.logger());
        fact(grid, "drawer.file", file.getFileName() + ", " + Formats.bytes(record.length()));
        return grid;
    }

    private static void fact(GridPane grid, String key, String value) {
        if (value.isEmpty()) {
            return;
        }
        Label name = new Label(LogsScreen.TEXTS.get(key));
        name.getStyleClass().add("muted");
        name.setMinWidth(USE_PREF_SIZE);
        Label shown = new Label(value);
        shown.getStyleClass().add("mono");
        shown.setWrapText(true);
        grid.addRow(grid.getRowCount(), name, shown);
    }

    private void actions(LogRecord record, Runnable seeInContext) {
        String id = GenerationIds.in(record);
        if (!id.isEmpty()) {
            add(MaterialDesignI.IMAGE_MULTIPLE_OUTLINE, "drawer.open", () -> jumps.generation(id));
            add(
                    MaterialDesignC.CROSSHAIRS,
                    "drawer.only",
                    () -> model.wish(model.wishProperty().get().generation(id)));
        }
        add(MaterialDesignU.UNFOLD_MORE_HORIZONTAL, "drawer.context", seeInContext);
    }

    private void add(org.kordamp.ikonli.Ikon icon, String key, Runnable action) {
        Button button = Icons.button(icon, LogsScreen.TEXTS.get(key), action);
        button.setMaxWidth(Double.MAX_VALUE);
        getChildren().add(button);
    }
}
