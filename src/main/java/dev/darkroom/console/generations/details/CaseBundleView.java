package dev.darkroom.console.generations.details;

import dev.darkroom.casebundle.CaseBundle;
import dev.darkroom.casebundle.CaseContents;
import dev.darkroom.console.generations.GenerationMessages;
import dev.darkroom.console.generations.StateLabels;
import dev.darkroom.console.kit.dialog.MessageBanner;
import dev.darkroom.console.kit.layout.CopyButton;
import dev.darkroom.console.kit.layout.RevealedFiles;
import dev.darkroom.console.kit.task.FxEventBridge;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.StateChip;
import dev.darkroom.console.kit.theme.TextLabels;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.GenerationRow;
import dev.darkroom.generation.GenerationTriage;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis;
import java.util.List;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** A case bundle as the inspector shows a generation, under a line that says that nothing here lives; with nothing to be done. */
public final class CaseBundleView extends VBox {
    private final DetailsTabPane tabs;

    public CaseBundleView(CaseBundle bundle, ValueFormats formats, FxEventBridge feed) {
        GenerationDetails details = details(bundle.contents());
        Generation generation = details.generation();
        getStyleClass().addAll("generation-details", "case-bundle");
        Label id = TextLabels.styled(generation.shortId(), "inspector-id");
        StateChip chip = new StateChip();
        GenerationDiagnosis.State state = details.diagnosis().shown(GenerationRow.of(generation));
        chip.show(StateLabels.state(state), StateLabels.detail(state, generation.attempt(), generation.maxAttempts()));
        Label what = TextLabels.styled(
                GenerationMessages.model(generation.model()) + " \u00b7 " + generation.userId(), "muted");
        HBox head = new HBox(
                8, id, new CopyButton(GenerationMessages.get("act.copy.id"), generation.id()::toString), chip, what);
        head.setAlignment(Pos.CENTER_LEFT);
        head.setPadding(new Insets(12, 16, 8, 16));
        DiagnosisCard card = new DiagnosisCard(null);
        card.show(details);
        VBox.setMargin(card, new Insets(0, 16, 8, 16));
        tabs = new DetailsTabPane(formats, null, new OutputTab(bundle, feed, null, new RevealedFiles()), null);
        tabs.show(details);
        VBox.setVgrow(tabs, Priority.ALWAYS);
        MessageBanner banner =
                MessageBanner.warning(GenerationMessages.get("case.banner", formats.absolute(details.readAt())));
        banner.getStyleClass().add("case-banner");
        getChildren().setAll(banner, head, card, tabs);
    }

    /** What a bundle of these is to hold. */
    public static CaseContents contents(GenerationDetails details) {
        return new CaseContents(
                details.readAt(),
                details.generation(),
                details.diagnosis(),
                details.timeline(),
                details.ledger(),
                details.files(),
                details.log());
    }

    public static GenerationDetails details(CaseContents contents) {
        return new GenerationDetails(
                contents.generation(),
                contents.diagnosis(),
                contents.timeline(),
                contents.ledger(),
                contents.files(),
                contents.log(),
                new GenerationTriage(List.of(), List.of()),
                contents.readAt());
    }

    /** Shows this tab, as a press on its button does. */
    public void select(GenerationDetailsView.Tab tab) {
        tabs.tabs().selectedProperty().set(tab);
    }
}
