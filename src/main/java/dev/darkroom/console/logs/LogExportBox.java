package dev.darkroom.console.logs;

import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.kit.dialog.SaveFileDialog;
import dev.darkroom.console.kit.layout.ExportBar;
import dev.darkroom.console.kit.layout.ExportModel;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.TextLabels;
import dev.darkroom.console.logs.model.LogsModel;
import dev.darkroom.console.logs.reader.LogMessages;
import dev.darkroom.console.logs.reader.LogSource;
import java.nio.file.Path;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** Asks how and where to write the records, and shows the progress. */
public final class LogExportBox extends VBox {
    private final ConsoleShell shell;
    private final LogsModel logs;
    private final ExportModel model;
    private long expected;

    public LogExportBox(ConsoleShell shell, LogsModel logs) {
        this.shell = shell;
        this.logs = logs;
        model = new ExportModel(shell.feed());
        getChildren().add(new ExportBar(model, () -> expected));
        // The records belong to the log that is now closed.
        logs.currentProperty().subscribe(_ -> model.stop());
    }

    void ask(LogExport.Records records) {
        CheckBox raw = new CheckBox(LogMessages.TEXTS.get("export.raw"));
        Button cancel = new Button(MessageTexts.SHELL.get("cancel"));
        cancel.setCancelButton(true);
        cancel.setOnAction(_ -> shell.overlays().close());
        Button act = new Button(LogMessages.TEXTS.get("export.choose"));
        act.getStyleClass().addAll("filled", "accent");
        act.setOnAction(_ -> {
            shell.overlays().close();
            choose(records, !raw.isSelected());
        });
        shell.overlays().open(dialog(records.count(), raw, cancel, act), act, act);
    }

    private static VBox dialog(int count, CheckBox raw, Button cancel, Button act) {
        Label title =
                TextLabels.styled(LogMessages.TEXTS.get("export.title", ValueFormats.number(count)), "dialog-title");
        Label detail = TextLabels.wrapped(LogMessages.TEXTS.get("export.detail"), "muted");
        VBox body = new VBox(12, title, detail, raw);
        body.getStyleClass().add("dialog-body");
        HBox foot = new HBox(8, cancel, act);
        foot.getStyleClass().add("dialog-foot");
        foot.setAlignment(Pos.CENTER_RIGHT);
        VBox dialog = new VBox(body, foot);
        dialog.getStyleClass().add("dialog");
        return dialog;
    }

    private void choose(LogExport.Records records, boolean masked) {
        LogSource source = logs.currentProperty().get();
        String name = source == null ? "log" : source.name().replaceAll("\\.(log|gz|txt)$", "");
        SaveFileDialog.choose(
                        shell.root(),
                        LogMessages.TEXTS.get("export.save"),
                        name.replaceAll("[^\\w.-]+", "-") + "-export.log")
                .ifPresent(file -> write(records, file, masked));
    }

    void write(LogExport.Records records, Path file, boolean masked) {
        expected = records.count();
        model.start(file, progress -> LogExport.write(records, file, masked, progress));
    }
}
