package dev.darkroom.console.doctor;

import dev.darkroom.console.doctor.DoctorModel.History;
import dev.darkroom.console.kit.dialog.ReadingDialog;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.KeyboardScroll;
import dev.darkroom.console.kit.theme.TextLabels;
import dev.darkroom.doctor.DoctorHistory.PastRepair;
import dev.darkroom.doctor.DoctorHistory.PastRun;
import dev.darkroom.system.ElapsedTime;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;

/** The runs and repairs of this database, newest first. */
final class DoctorHistoryDialog extends ReadingDialog {
    private static final MessageTexts TEXTS = MessageTexts.of("doctor");

    DoctorHistoryDialog(History past, ValueFormats formats, Runnable onClose) {
        super("doctor-history", TEXTS.get("history"), onClose);
        VBox lists = new VBox(16, runs(past.runs(), formats), repairs(past.repairs(), formats));
        ScrollPane scroll = new ScrollPane(lists);
        scroll.setFitToWidth(true);
        scroll.setPrefHeight(360);
        scroll.getStyleClass().add("edge-to-edge");
        KeyboardScroll.install(scroll);
        read(scroll);
    }

    private static GridPane runs(List<PastRun> runs, ValueFormats formats) {
        GridPane grid = grid(TEXTS.get("history.runs"), runs.isEmpty());
        for (PastRun run : runs) {
            grid.addRow(
                    grid.getRowCount(),
                    mono(formats.time(run.startedAt())),
                    new Label(run.actor()),
                    new Label(TEXTS.get(
                            run.stopped() ? "history.stopped" : run.found() == 0 ? "history.clean" : "history.found",
                            ValueFormats.number(run.found()))),
                    muted(ElapsedTime.taken(run.took())));
        }
        return grid;
    }

    private static GridPane repairs(List<PastRepair> repairs, ValueFormats formats) {
        GridPane grid = grid(TEXTS.get("history.repairs"), repairs.isEmpty());
        for (PastRepair repair : repairs) {
            grid.addRow(
                    grid.getRowCount(),
                    mono(formats.time(repair.at())),
                    new Label(repair.actor()),
                    new Label(MessageTexts.sentence(repair.check().title()) + ": "
                            + TEXTS.get(
                                    "history.repaired",
                                    ValueFormats.number(repair.done()),
                                    ValueFormats.number(repair.done() + repair.skipped() + repair.failed()))),
                    muted(repair.reason()));
        }
        return grid;
    }

    private static GridPane grid(String title, boolean empty) {
        GridPane grid = new GridPane(16, 6);
        Label head = TextLabels.styled(title, "caption");
        grid.add(head, 0, 0, 4, 1);
        if (empty) {
            grid.add(muted(TEXTS.get("history.none")), 0, 1, 4, 1);
        }
        return grid;
    }

    private static Label mono(String text) {
        return TextLabels.whole(text, "mono");
    }

    private static Label muted(String text) {
        return TextLabels.styled(text, "muted");
    }
}
