package dev.darkroom.console.generations;

import dev.darkroom.console.DisplayState;
import dev.darkroom.console.Icons;
import dev.darkroom.generation.Act;
import dev.darkroom.generation.Diagnosis;
import dev.darkroom.generation.Generation;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;

/** What is the matter with a generation and the one act that is safe. In colour only when something is the matter. */
final class DiagnosisCard extends VBox {
    private final GenerationActions actions;
    private final Label title = new Label();
    private final Label sentence = new Label();
    private final Label remark = new Label();
    private final HBox act = new HBox(8);

    DiagnosisCard(GenerationActions actions) {
        this.actions = actions;
        title.getStyleClass().add("title");
        sentence.setWrapText(true);
        sentence.setMinHeight(Region.USE_PREF_SIZE);
        remark.setWrapText(true);
        remark.getStyleClass().add("muted");
        HBox.setHgrow(remark, Priority.ALWAYS);
        act.setAlignment(Pos.CENTER_LEFT);
        setMinHeight(USE_PREF_SIZE);
    }

    void show(Diagnosis diagnosis, Generation generation) {
        DisplayState state = Chips.state(diagnosis.state());
        boolean matters = diagnosis.needsAttention() || state == DisplayState.FAILED || state == DisplayState.RETRYING;
        getStyleClass().setAll("card", "diagnosis");
        getStyleClass().addAll(matters ? List.of("toned", state.tone().style()) : List.of("calm"));
        title.setGraphic(Icons.icon(state.icon()));
        title.setText(diagnosis.title());
        sentence.setText(diagnosis.sentence());
        remark.setText(diagnosis.remark());
        Optional<Button> button = button(diagnosis.act(), generation);
        act.getChildren().clear();
        button.ifPresent(act.getChildren()::add);
        if (!diagnosis.remark().isEmpty()) {
            act.getChildren().add(remark);
        }
        getChildren().setAll(title, sentence);
        if (!act.getChildren().isEmpty()) {
            getChildren().add(act);
        }
    }

    private Optional<Button> button(Diagnosis.SafeAct safe, Generation generation) {
        Button button = switch (safe) {
            case NONE -> null;
            case RECOVER ->
                Icons.button(
                        MaterialDesignL.LIFEBUOY,
                        Words.get("act.RECOVER"),
                        () -> actions.open(Act.RECOVER, generation));
            case REFUND ->
                Icons.button(
                        MaterialDesignC.CASH_REFUND,
                        Words.get("act.REFUND"),
                        () -> actions.open(Act.REFUND, generation));
            case RETRY ->
                Icons.button(MaterialDesignR.REFRESH, Words.get("act.retry"), () -> actions.retry(generation));
            case CANCEL ->
                Icons.button(MaterialDesignC.CANCEL, Words.get("act.cancel"), () -> actions.cancel(generation));
            case NEW_LINK ->
                Icons.button(MaterialDesignL.LINK_VARIANT, Words.get("act.link"), () -> actions.newLink(generation));
        };
        if (button != null) {
            button.getStyleClass().addAll("filled", "safe-act");
            if (actions.isReadOnly() && safe != Diagnosis.SafeAct.NEW_LINK) {
                button.setDisable(true);
                button.setAccessibleHelp(Words.get("acts.readonly"));
            }
            button.setMinWidth(Region.USE_PREF_SIZE);
        }
        return Optional.ofNullable(button);
    }
}
