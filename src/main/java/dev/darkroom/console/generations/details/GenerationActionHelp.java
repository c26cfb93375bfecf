package dev.darkroom.console.generations.details;

import dev.darkroom.console.generations.GenerationDetailsSections;
import dev.darkroom.console.generations.GenerationMessages;
import dev.darkroom.console.kit.dialog.ReadingDialog;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.kit.theme.TextLabels;
import dev.darkroom.generation.action.OperatorAction;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;

/** Compares easily confused actions side by side: when each is right, what it does, and what it costs. */
final class GenerationActionHelp extends ReadingDialog {
    private static final List<OperatorAction> ALIKE = List.of(
            OperatorAction.RECOVER,
            OperatorAction.RETRY,
            OperatorAction.EDIT_AND_RETRY,
            OperatorAction.SEND_AGAIN,
            OperatorAction.ATTACH,
            OperatorAction.MARK_FAILED);
    private static final List<String> COLUMNS = List.of("when", "does", "costs");

    GenerationActionHelp(Runnable onClose) {
        super("action-help", GenerationMessages.get("help.title"), onClose);
        read(table());
    }

    private static GridPane table() {
        GridPane grid = new GridPane(16, 10);
        ColumnConstraints name = new ColumnConstraints();
        name.setMinWidth(Region.USE_PREF_SIZE);
        grid.getColumnConstraints().add(name);
        for (String column : COLUMNS) {
            ColumnConstraints wide = new ColumnConstraints();
            wide.setPercentWidth(27);
            grid.getColumnConstraints().add(wide);
            Label head = TextLabels.styled(GenerationMessages.get("help." + column), "caption");
            grid.add(head, grid.getColumnConstraints().size() - 1, 0);
        }
        for (OperatorAction action : ALIKE) {
            Label word = new Label(
                    GenerationMessages.get("act." + action.name()).replace("\u2026", ""),
                    IconButtons.icon(GenerationActionBar.icon(action)));
            word.getStyleClass().add("medium");
            word.setAlignment(Pos.TOP_LEFT);
            int row = grid.getRowCount();
            grid.add(word, 0, row);
            for (int column = 0; column < COLUMNS.size(); column++) {
                grid.add(
                        GenerationDetailsSections.muted(
                                GenerationMessages.get("help." + action.name() + "." + COLUMNS.get(column))),
                        column + 1,
                        row);
            }
        }
        return grid;
    }
}
