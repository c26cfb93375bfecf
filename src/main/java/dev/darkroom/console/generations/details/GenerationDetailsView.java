package dev.darkroom.console.generations.details;

import dev.darkroom.console.generations.GenerationMessages;
import dev.darkroom.console.generations.GenerationNavigation;
import dev.darkroom.console.generations.StateLabels;
import dev.darkroom.console.kit.dialog.MessageBanner;
import dev.darkroom.console.kit.layout.CopyButton;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.DisplayState;
import dev.darkroom.console.kit.theme.ToneChip;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.GenerationRow;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis;
import dev.darkroom.generation.query.GenerationDetails;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.secret.SecretRedactor;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The inspector of one generation: its diagnosis, its actions, and everything known about it, in tabs. */
public final class GenerationDetailsView extends VBox {
    private final GenerationDetailsModel model;
    private final Label id = new Label();
    private final ToneChip chip = new ToneChip();
    private final HBox title = new HBox(8);
    private final DiagnosisCard card;
    private final GenerationActionBar actionBar;
    private final GenerationTriageTab triage;
    private final GenerationDetailsTabPane tabs;
    private Runnable onReveal = () -> {};
    private @Nullable GenerationDetails shown;

    public enum Tab {
        TIMELINE,
        INPUT,
        OUTPUT,
        CREDITS,
        FILES,
        LOGS,
        ERRORS,
        NOTES
    }

    /** @param saveCase asks where to save a case bundle of the shown generation */
    public GenerationDetailsView(
            GenerationDetailsModel model,
            GenerationActionController actions,
            GenerationNavigation navigation,
            ValueFormats formats,
            GenerationOutputTab output,
            Consumer<GenerationDetails> saveCase) {
        this.model = model;
        card = new DiagnosisCard(actions);
        actionBar = new GenerationActionBar(actions, navigation, saveCase);
        triage = new GenerationTriageTab(actions, formats);
        tabs = new GenerationDetailsTabPane(formats, navigation, output, triage);
        layoutParts();
        model.detailsProperty().subscribe(this::show);
        model.openProperty().subscribe(this::openChanged);
    }

    private void layoutParts() {
        getStyleClass().add("generation-details");
        id.getStyleClass().add("inspector-id");
        id.setMinWidth(USE_PREF_SIZE);
        chip.setMinWidth(USE_PREF_SIZE);
        title.setAlignment(Pos.CENTER_LEFT);
        title.getChildren().setAll(id, new CopyButton(GenerationMessages.get("act.copy.id"), this::wholeId), chip);
        VBox.setVgrow(tabs, Priority.ALWAYS);
        getChildren().setAll(MessageBanner.of(model.failureProperty(), model::refresh), actionBar, card, tabs);
        // The buttons keep their position, however tall the card below them is.
        card.setMinHeight(USE_PREF_SIZE);
        actionBar.setMinHeight(USE_PREF_SIZE);
        VBox.setMargin(card, new Insets(0, 16, 0, 16));
        card.setVisible(false);
        chip.show(DisplayState.WAITING, null);
    }

    /** Moves keyboard focus to the tabs, which exist from the start; Esc returns it to the list. */
    @Override
    public void requestFocus() {
        tabs.tabs().focusSelected();
    }

    /** The header of the inspector. */
    public Node title() {
        return title;
    }

    /** Returns the actions on the open generation; none until it has been read. */
    public List<ConsoleAction> actions() {
        UUID open = model.openProperty().get();
        GenerationDetails details = shown;
        return details != null && details.generation().id().equals(open)
                ? Stream.concat(actionBar.offered().stream(), triage.actions(details, this::showNotes).stream())
                        .toList()
                : List.of();
    }

    private void showNotes() {
        onReveal.run();
        tabs.tabs().selectedProperty().set(Tab.NOTES);
    }

    /** Sets the action that makes this view visible, where it may be closed. */
    public void onReveal(Runnable reveal) {
        onReveal = reveal;
    }

    private String wholeId() {
        UUID open = model.openProperty().get();
        return open == null ? "" : open.toString();
    }

    private void openChanged(@Nullable UUID open) {
        if (open != null) {
            id.setText(ValueFormats.shortId(open));
            id.setTooltip(new Tooltip(open.toString()));
            boolean same = shown != null && shown.generation().id().equals(open);
            chip.setVisible(same);
            actionBar.blank(!same);
            card.setVisible(same);
            if (!same) {
                tabs.clear();
            }
        }
    }

    private void show(@Nullable GenerationDetails details) {
        shown = details;
        if (details == null) {
            return;
        }
        Generation generation = details.generation();
        chip.setVisible(true);
        GenerationDiagnosis.State state = details.diagnosis().shown(GenerationRow.of(generation));
        chip.show(StateLabels.state(state), StateLabels.detail(state, generation.attempt(), generation.maxAttempts()));
        card.setVisible(true);
        card.show(details);
        actionBar.show(details, card.offered());
        tabs.show(details);
    }

    /** Returns the submit as a curl command; the API key stays a shell variable. */
    static String curl(Generation generation) {
        String body = SecretRedactor.text(JsonMapping.write(generation.input())).replace("'", "'\\''");
        return "curl -X POST 'https://queue.fal.run/" + generation.model() + "' \\\n"
                + "  -H \"Authorization: Key $FAL_KEY\" \\\n"
                + "  -H 'Content-Type: application/json' \\\n"
                + "  -d '" + body + "'";
    }
}
