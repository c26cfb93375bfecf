package dev.darkroom.console.generations.details;

import dev.darkroom.console.generations.GenerationMessages;
import dev.darkroom.console.generations.StateLabels;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.theme.DisplayState;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.action.OperatorAction;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;

/** What is the matter with a generation and the one act that is safe. In colour only when something is the matter. */
final class DiagnosisCard extends VBox {
    private final GenerationActionController actions;
    private final Label title = new Label();
    private final Label sentence = new Label();
    private final Label remark = new Label();
    private final HBox act = new HBox(8);
    private GenerationDiagnosis.SafeAct offered = GenerationDiagnosis.SafeAct.NONE;
    private @Nullable Generation shown;

    DiagnosisCard(GenerationActionController actions) {
        this.actions = actions;
        title.getStyleClass().add("title");
        sentence.setWrapText(true);
        sentence.setMinHeight(Region.USE_PREF_SIZE);
        remark.setWrapText(true);
        remark.getStyleClass().add("muted");
        HBox.setHgrow(remark, Priority.ALWAYS);
        act.setAlignment(Pos.CENTER_LEFT);
        act.getChildren().setAll(remark);
        remark.managedProperty().bind(remark.textProperty().isNotEmpty());
        act.managedProperty().bind(act.visibleProperty());
        setMinHeight(USE_PREF_SIZE);
        getChildren().setAll(title, sentence, act);
    }

    void show(GenerationDetails dossier) {
        GenerationDiagnosis diagnosis = dossier.diagnosis();
        DisplayState state = StateLabels.state(diagnosis.state());
        boolean matters = diagnosis.needsAttention() || state == DisplayState.FAILED || state == DisplayState.RETRYING;
        getStyleClass().setAll("card", "diagnosis");
        getStyleClass().addAll(matters ? List.of("toned", state.tone().style()) : List.of("calm"));
        title.setGraphic(IconButtons.icon(state.icon()));
        title.setText(
                dossier.runs() == 1
                        ? MessageTexts.said(diagnosis.title())
                        : GenerationMessages.get("card.runs", MessageTexts.said(diagnosis.title()), dossier.runs()));
        sentence.setText(MessageTexts.said(diagnosis.sentence()));
        remark.setText(MessageTexts.said(diagnosis.remark()));
        shown = dossier.generation();
        offer(diagnosis.act());
        act.setVisible(offered != GenerationDiagnosis.SafeAct.NONE || remark.isManaged());
    }

    /** The button stays the same while its act does: one that is pressed or has the focus must not go from under a hand. */
    private void offer(GenerationDiagnosis.SafeAct safe) {
        if (safe != offered) {
            offered = safe;
            act.getChildren().setAll(remark);
            button(safe).ifPresent(button -> act.getChildren().add(0, button));
        }
    }

    private Optional<Button> button(GenerationDiagnosis.SafeAct safe) {
        Button button = switch (safe) {
            case NONE -> null;
            case RECOVER ->
                button(
                        MaterialDesignL.LIFEBUOY,
                        "act.RECOVER",
                        generation -> actions.open(OperatorAction.RECOVER, generation));
            case REFUND ->
                button(
                        MaterialDesignC.CASH_REFUND,
                        "act.REFUND",
                        generation -> actions.open(OperatorAction.REFUND, generation));
            case RETRY -> button(MaterialDesignR.REFRESH, "act.retry", actions::retry);
            case CANCEL -> button(MaterialDesignC.CANCEL, "act.cancel", actions::cancel);
            case NEW_LINK -> button(MaterialDesignL.LINK_VARIANT, "act.link", actions::newLink);
        };
        if (button != null) {
            button.getStyleClass().addAll("filled", "safe-act");
            if (actions.isReadOnly() && safe != GenerationDiagnosis.SafeAct.NEW_LINK) {
                button.setDisable(true);
                button.setAccessibleHelp(GenerationMessages.get("acts.readonly"));
            }
            button.setMinWidth(Region.USE_PREF_SIZE);
        }
        return Optional.ofNullable(button);
    }

    /** On what is shown when it is pressed. */
    private Button button(Ikon icon, String words, Consumer<Generation> run) {
        return IconButtons.button(icon, GenerationMessages.get(words), () -> {
            if (shown != null) {
                run.accept(shown);
            }
        });
    }
}
