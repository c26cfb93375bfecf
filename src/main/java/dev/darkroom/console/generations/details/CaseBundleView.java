package dev.darkroom.console.generations.details;

import dev.darkroom.casebundle.CaseBundle;
import dev.darkroom.console.generations.GenerationDetailsSections;
import dev.darkroom.console.generations.GenerationMessages;
import dev.darkroom.console.generations.StateLabels;
import dev.darkroom.console.kit.dialog.MessageBanner;
import dev.darkroom.console.kit.layout.CopyButton;
import dev.darkroom.console.kit.layout.FlaggedCover.RevealedFiles;
import dev.darkroom.console.kit.task.FxEventBridge;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.kit.theme.TextLabels;
import dev.darkroom.console.kit.theme.ToneChip;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.GenerationRow;
import dev.darkroom.generation.GenerationTriage.PlacedMark;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis;
import dev.darkroom.generation.query.GenerationDetails;
import java.util.List;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** A case bundle, shown like a generation in the inspector, but without actions and below a banner marking it as not live. */
public final class CaseBundleView extends VBox {
    private final GenerationDetailsTabPane tabs;

    public CaseBundleView(CaseBundle bundle, ValueFormats formats, FxEventBridge feed) {
        GenerationDetails details = bundle.contents();
        Generation generation = details.generation();
        getStyleClass().addAll("generation-details", "case-bundle");
        Label id = TextLabels.styled(generation.shortId(), "inspector-id");
        ToneChip chip = new ToneChip();
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
        tabs = new GenerationDetailsTabPane(
                formats,
                null,
                new GenerationOutputTab(bundle, feed, null, new RevealedFiles()),
                new SavedTriage(formats));
        tabs.show(details);
        VBox.setVgrow(tabs, Priority.ALWAYS);
        MessageBanner banner =
                MessageBanner.warning(GenerationMessages.get("case.banner", formats.absolute(details.readAt())));
        banner.getStyleClass().add("case-banner");
        getChildren().setAll(banner, head, card, tabs);
    }

    /** The saved marks and notes of operators. */
    private static final class SavedTriage implements GenerationDetailsTab {
        private final ValueFormats formats;
        private final VBox body = new VBox(10);
        private final Node node = GenerationDetailsSections.scroll(body);

        SavedTriage(ValueFormats formats) {
            this.formats = formats;
            body.getStyleClass().addAll("tab-body", "triage");
        }

        @Override
        public Node node() {
            return node;
        }

        @Override
        public void show(GenerationDetails details) {
            List<PlacedMark> marks = details.triage().marks();
            body.getChildren().clear();
            if (!marks.isEmpty()) {
                body.getChildren().add(GenerationDetailsSections.head(GenerationMessages.get("marks")));
            }
            for (PlacedMark mark : marks) {
                body.getChildren()
                        .add(new Label(
                                StateLabels.detail(mark, formats), IconButtons.icon(StateLabels.icon(mark.mark()))));
            }
            body.getChildren().add(GenerationDetailsSections.head(GenerationMessages.get("notes")));
            body.getChildren().addAll(GenerationTriageTab.entries(details.triage(), formats));
        }
    }

    /** Shows this tab, as clicking its button does. */
    public void select(GenerationDetailsView.Tab tab) {
        tabs.tabs().selectedProperty().set(tab);
    }
}
