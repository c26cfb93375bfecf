package dev.darkroom.console.generations.details;

import dev.darkroom.console.generations.ActionConfirmations;
import dev.darkroom.console.generations.GenerationMessages;
import dev.darkroom.console.generations.StateLabels;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.theme.DisplayState;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.action.ActionGuard;
import dev.darkroom.generation.action.OperatorAction;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis;
import dev.darkroom.generation.query.GenerationDetails;
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
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;

/** The diagnosis of a generation and the one safe action. Coloured only if something is wrong. */
final class DiagnosisCard extends VBox {
    private final @Nullable GenerationActionController actions;
    private final Label title = new Label();
    private final Label sentence = new Label();
    private final Label remark = new Label();
    private final HBox act = new HBox(8);
    private Offer offered = new Offer(GenerationDiagnosis.SafeAction.NONE, false);
    private @Nullable Generation shown;

    /** {@code edited} = the prompt was refused and would be again, so the retry is offered with an edited input. */
    private record Offer(GenerationDiagnosis.SafeAction safe, boolean edited) {}

    /** @param actions null where no action is possible */
    DiagnosisCard(@Nullable GenerationActionController actions) {
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

    void show(GenerationDetails details) {
        GenerationDiagnosis diagnosis = details.diagnosis();
        DisplayState state = StateLabels.state(diagnosis.state());
        boolean matters = diagnosis.needsAttention() || state == DisplayState.FAILED || state == DisplayState.RETRYING;
        getStyleClass().setAll("card", "diagnosis");
        getStyleClass().addAll(matters ? List.of("toned", state.tone().style()) : List.of("calm"));
        title.setGraphic(IconButtons.icon(state.icon()));
        title.setText(
                details.runs() == 1
                        ? MessageTexts.sentence(diagnosis.title())
                        : GenerationMessages.get(
                                "card.runs", MessageTexts.sentence(diagnosis.title()), details.runs()));
        sentence.setText(MessageTexts.sentence(diagnosis.sentence()));
        shown = details.generation();
        boolean edited = diagnosis.act() == GenerationDiagnosis.SafeAction.RETRY
                && ActionConfirmations.wasRefused(shown)
                && ActionGuard.of(OperatorAction.EDIT_AND_RETRY, shown, false).isEmpty();
        remark.setText(edited ? GenerationMessages.get("card.refused") : MessageTexts.sentence(diagnosis.remark()));
        offer(new Offer(diagnosis.act(), edited));
        act.setVisible(offered.safe() != GenerationDiagnosis.SafeAction.NONE || remark.isManaged());
    }

    /** Returns the action whose button is in the card. */
    Optional<OperatorAction> offered() {
        return switch (offered.safe()) {
            case NONE, NEW_LINK -> Optional.empty();
            case RECOVER -> Optional.of(OperatorAction.RECOVER);
            case RETRY_NOW -> Optional.of(OperatorAction.RETRY_NOW);
            case REFUND -> Optional.of(OperatorAction.REFUND);
            case RETRY -> Optional.of(offered.edited() ? OperatorAction.EDIT_AND_RETRY : OperatorAction.RETRY);
            case CANCEL -> Optional.of(OperatorAction.CANCEL);
        };
    }

    /** Keeps the button while its action stays the same: a pressed or focused button must not disappear under the user. */
    private void offer(Offer offer) {
        GenerationActionController able = actions;
        if (!offer.equals(offered)) {
            offered = offer;
            act.getChildren().setAll(remark);
            if (able != null) {
                button(able).ifPresent(button -> {
                    act.getChildren().add(0, IconButtons.refusable(button));
                    IconButtons.allow(
                            button,
                            able.isReadOnly()
                                    ? Optional.of(GenerationMessages.get("acts.readonly"))
                                    : Optional.empty());
                });
            }
        }
    }

    private Optional<Button> button(GenerationActionController able) {
        if (offered.safe() == GenerationDiagnosis.SafeAction.NEW_LINK) {
            return Optional.of(dressed(button(MaterialDesignL.LINK_VARIANT, "act.link", able::newLink)));
        }
        return offered()
                .map(which -> dressed(button(
                        GenerationActionBar.icon(which),
                        "act." + which.name(),
                        generation -> able.open(which, generation))));
    }

    private static Button dressed(Button button) {
        button.getStyleClass().addAll("filled", "safe-act");
        button.setMinWidth(Region.USE_PREF_SIZE);
        return button;
    }

    /** Acts on the generation shown when clicked. */
    private Button button(Ikon icon, String words, Consumer<Generation> run) {
        return IconButtons.button(icon, GenerationMessages.get(words), () -> {
            if (shown != null) {
                run.accept(shown);
            }
        });
    }
}
