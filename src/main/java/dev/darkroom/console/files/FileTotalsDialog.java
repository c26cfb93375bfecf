package dev.darkroom.console.files;

import dev.darkroom.console.kit.dialog.ReadingDialog;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.KeyboardScroll;
import dev.darkroom.console.kit.theme.TextLabels;
import dev.darkroom.storage.FileQueries;
import dev.darkroom.storage.preview.FileDownload;
import java.util.Comparator;
import java.util.List;
import javafx.geometry.HPos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;

/** A read-only dialog with three columns: the totals of files, or the outcome of each saved file. */
final class FileTotalsDialog extends ReadingDialog {
    private static final MessageTexts TEXTS = MessageTexts.of("files");

    /** The requested totals by type and by user. */
    record Totals(List<FileQueries.Share> types, List<FileQueries.Share> users) {}

    private FileTotalsDialog(String title, Node content, Runnable onClose) {
        super("file-totals", title, onClose);
        ScrollPane scroll = new ScrollPane(content);
        scroll.setFitToWidth(true);
        scroll.setPrefViewportHeight(380);
        scroll.setPrefViewportWidth(560);
        scroll.getStyleClass().add("edge-to-edge");
        KeyboardScroll.install(scroll);
        read(scroll);
    }

    static FileTotalsDialog of(Totals totals, Runnable onClose) {
        GridPane grid = grid();
        section(grid, TEXTS.get("totals.type"), totals.types());
        section(grid, TEXTS.get("totals.user"), totals.users());
        return new FileTotalsDialog(TEXTS.get("totals.title"), grid, onClose);
    }

    static FileTotalsDialog ofOutcomes(List<FileDownload.Outcome> outcomes, Runnable onClose) {
        GridPane grid = grid();
        outcomes.stream()
                .sorted(Comparator.comparing(FileDownload.Outcome::saved))
                .limit(2000)
                .forEach(outcome -> {
                    Label name = TextLabels.styled(
                            outcome.saved() ? outcome.name() : outcome.file().name(), "mono");
                    String problem = MessageTexts.sentence(outcome.problem());
                    Label what = new Label(problem.isEmpty() ? TEXTS.get("save.ok") : problem);
                    what.setWrapText(true);
                    what.getStyleClass().add(problem.isEmpty() ? "muted" : "error-text");
                    grid.addRow(grid.getRowCount(), name, what);
                });
        return new FileTotalsDialog(TEXTS.get("save.outcomes"), grid, onClose);
    }

    private static GridPane grid() {
        GridPane grid = new GridPane();
        grid.getStyleClass().add("totals-grid");
        ColumnConstraints wide = new ColumnConstraints();
        wide.setHgrow(Priority.ALWAYS);
        ColumnConstraints right = new ColumnConstraints();
        right.setHalignment(HPos.RIGHT);
        grid.getColumnConstraints().addAll(wide, right, right);
        return grid;
    }

    private static void section(GridPane grid, String title, List<FileQueries.Share> shares) {
        Label caption = TextLabels.styled(title, "caption");
        grid.addRow(grid.getRowCount(), caption, right(TEXTS.get("totals.files")), right(TEXTS.get("column.size")));
        shares.forEach(share -> {
            Label name = new Label(share.name().isEmpty() ? TEXTS.get("totals.none") : share.name());
            Label files = new Label(ValueFormats.number(share.files()));
            Label bytes = new Label(ValueFormats.bytes(share.bytes()));
            List.of(files, bytes).forEach(label -> label.setMinWidth(USE_PREF_SIZE));
            grid.addRow(grid.getRowCount(), name, files, bytes);
        });
    }

    private static Label right(String text) {
        return TextLabels.whole(text, "caption");
    }
}
