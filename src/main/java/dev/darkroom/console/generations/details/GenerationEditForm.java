package dev.darkroom.console.generations.details;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.console.generations.ActionConfirmations;
import dev.darkroom.console.generations.GenerationActionsModel;
import dev.darkroom.console.generations.GenerationDetailsSections;
import dev.darkroom.console.generations.GenerationMessages;
import dev.darkroom.console.generations.form.GenerationInputFields;
import dev.darkroom.console.generations.form.GenerationInputModel;
import dev.darkroom.console.kit.dialog.ModalLayer;
import dev.darkroom.console.kit.text.ErrorMessages;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.fal.catalog.CatalogModel;
import dev.darkroom.fal.catalog.ModelCatalog;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.action.ActionResult;
import dev.darkroom.generation.action.GenerationActions;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.message.RefusedInputException;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.controlsfx.control.SegmentedButton;
import org.jspecify.annotations.Nullable;

/**
 * Edits the input of an ended generation to send it again, in the fields of its model or as JSON; price and mistakes
 * are shown while the user types.
 */
final class GenerationEditForm extends VBox {
    private final GenerationActionsModel model;
    private final Generation generation;
    private final Consumer<ActionResult> onDone;
    private final ModalLayer layer;
    /** Empty if the catalog no longer has the model; then only JSON can be edited. */
    private final Optional<GenerationInputModel> input;

    private final Optional<GenerationInputFields> fields;
    private final TextArea json = GenerationDetailsSections.code(GenerationMessages.get("input.json"));
    private final ToggleButton asFields = new ToggleButton(GenerationMessages.get("edit.fields"));
    private final ToggleButton asJson = new ToggleButton(GenerationMessages.get("edit.json"));
    private final TextField reason = new TextField();
    private final Label announcement = new Label();
    private final Button confirm = new Button();
    private final ObjectProperty<GenerationActions.@Nullable EditPlan> plan = new SimpleObjectProperty<>();
    /** True until the answer arrives, so that pressing Enter twice sends once. */
    private final BooleanProperty sending = new SimpleBooleanProperty();

    private final ObjectNode began;
    private @Nullable ObjectNode planned;

    GenerationEditForm(
            GenerationActionsModel model,
            ModelCatalog catalog,
            Generation generation,
            Consumer<ActionResult> onDone,
            ModalLayer layer) {
        this.model = model;
        this.generation = generation;
        this.onDone = onDone;
        this.layer = layer;
        input = catalog.find(generation.model()).map(known -> filled(catalog, known));
        fields = input.map(GenerationInputFields::new);
        began = input.map(filled -> filled.inputProperty().get())
                .orElseGet(() -> generation.input().deepCopy());
        getStyleClass().addAll("dialog", "edit-form");
        build();
        show(fields.isEmpty());
        json.textProperty().subscribe((_, _) -> typed());
        input.ifPresent(filled -> filled.inputProperty().subscribe((_, _) -> typed()));
    }

    private GenerationInputModel filled(ModelCatalog catalog, CatalogModel known) {
        GenerationInputModel filled = new GenerationInputModel(catalog);
        filled.modelProperty().set(known);
        filled.fill(generation.input());
        return filled;
    }

    Node first() {
        fields.ifPresent(shown -> shown.prompt().end());
        return fields.<Node>map(GenerationInputFields::prompt).orElse(json);
    }

    /** The button that Enter presses. */
    Button main() {
        return confirm;
    }

    /** Returns whether something was typed that closing would discard. */
    boolean isEdited() {
        boolean same = asJson.isSelected()
                ? json.getText().equals(GenerationJsonTab.whole(began))
                : input.stream().allMatch(filled -> filled.inputProperty().get().equals(began));
        return !same || !reason.getText().isBlank();
    }

    boolean isSending() {
        return sending.get();
    }

    private void build() {
        Text verb = new Text(GenerationMessages.get("edit.title") + " ");
        verb.getStyleClass().add("dialog-title");
        Text id = new Text(generation.shortId());
        id.getStyleClass().addAll("dialog-title", "mono");
        json.setEditable(true);
        json.setWrapText(true);
        json.setPrefRowCount(14);
        json.setAccessibleText(GenerationMessages.get("edit.json"));
        GenerationInputFields.leaveByTab(json);
        announcement.setWrapText(true);
        announcement.setMinHeight(Region.USE_PREF_SIZE);
        Text word = new Text(MessageTexts.SHELL.get("confirm.reason"));
        Text kept = new Text(" " + MessageTexts.SHELL.get("confirm.kept"));
        kept.getStyleClass().add("muted");
        reason.setAccessibleText(MessageTexts.SHELL.get("confirm.reason"));
        reason.setPromptText(MessageTexts.SHELL.get("confirm.reason.missing"));
        reason.getStyleClass().add("reason");
        StackPane ways = new StackPane(json);
        fields.ifPresent(ways.getChildren()::add);
        ways.setAlignment(Pos.TOP_LEFT);
        VBox body = new VBox(
                new VBox(
                        4,
                        new TextFlow(verb, id),
                        GenerationDetailsSections.muted(GenerationMessages.get("edit.text"))),
                choice(),
                ways,
                announcement,
                new VBox(6, new TextFlow(word, kept), reason));
        body.getStyleClass().add("dialog-body");
        VBox.setVgrow(body, Priority.ALWAYS);
        Button close = new Button(MessageTexts.SHELL.get("close"));
        close.setOnAction(_ -> layer.requestClose());
        close.disableProperty().bind(sending);
        confirm.getStyleClass().addAll("filled", "accent");
        confirm.setOnAction(_ -> send());
        confirm.setText(GenerationMessages.get("edit.act.plain"));
        confirm.disableProperty()
                .bind(plan.isNull()
                        .or(sending)
                        .or(Bindings.createBooleanBinding(() -> reason.getText().isBlank(), reason.textProperty())));
        HBox foot = new HBox(8, close, confirm);
        foot.setAlignment(Pos.CENTER_RIGHT);
        foot.getStyleClass().add("dialog-foot");
        getChildren().setAll(body, foot);
    }

    /** Members without a field can be edited only as JSON. */
    private HBox choice() {
        SegmentedButton ways = new SegmentedButton(asFields, asJson);
        asFields.setOnAction(_ -> show(false));
        asJson.setOnAction(_ -> show(true));
        Label name = GenerationDetailsSections.muted(ValueFormats.model(generation.model()));
        HBox.setHgrow(name, Priority.ALWAYS);
        name.setMaxWidth(Double.MAX_VALUE);
        HBox line = new HBox(12, name, ways);
        line.setAlignment(Pos.CENTER_LEFT);
        ways.setVisible(fields.isPresent());
        return line;
    }

    /** Switches between fields and JSON, carrying the input over; invalid JSON stays open to be corrected. */
    private void show(boolean wantsJson) {
        boolean wasJson = json.isVisible() && !json.getText().isEmpty();
        if (wantsJson && !wasJson) {
            json.setText(GenerationJsonTab.whole(
                    input.map(filled -> filled.inputProperty().get()).orElse(began)));
        } else if (!wantsJson && wasJson && !refill()) {
            asJson.setSelected(true);
            return;
        }
        asJson.setSelected(wantsJson);
        asFields.setSelected(!wantsJson);
        json.setVisible(wantsJson);
        json.setManaged(wantsJson);
        fields.ifPresent(shown -> {
            shown.setVisible(!wantsJson);
            shown.setManaged(!wantsJson);
        });
        typed();
    }

    private boolean refill() {
        try {
            ObjectNode written = written();
            input.ifPresent(filled -> filled.fill(written));
            return true;
        } catch (IllegalArgumentException _) {
            return false; // the problem is shown already
        }
    }

    private ObjectNode written() {
        if (JsonMapping.parse(json.getText()) instanceof ObjectNode object) {
            return object;
        }
        throw new RefusedInputException("edit.object");
    }

    private void typed() {
        plan.set(null);
        ObjectNode now;
        try {
            now = asJson.isSelected()
                    ? written()
                    : input.orElseThrow().inputProperty().get();
        } catch (IllegalArgumentException wrong) {
            problem(ErrorMessages.of(wrong));
            return;
        }
        model.planEdit(
                generation.id(), now, found -> priced(now, found), failure -> problem(ErrorMessages.of(failure)));
    }

    private void priced(ObjectNode priced, GenerationActions.EditPlan found) {
        long after = found.balance() + found.creditsBack() - found.credits();
        String credits = ValueFormats.number(found.credits());
        confirm.setText(GenerationMessages.get("edit.act", credits, found.credits()));
        if (after < 0) {
            problem(GenerationMessages.get(
                    "retry.short", credits, ValueFormats.number(found.balance() + found.creditsBack())));
            return;
        }
        announcement.getStyleClass().setAll("label", "muted");
        announcement.setText(GenerationMessages.get(
                "edit.price",
                generation.userId(),
                ValueFormats.number(found.balance()),
                ValueFormats.number(after),
                ActionConfirmations.dollars(found.falMayBill())));
        planned = priced;
        plan.set(found);
    }

    private void problem(String sentence) {
        announcement.getStyleClass().setAll("label", "error-text");
        announcement.setText(sentence);
    }

    private void send() {
        GenerationActions.EditPlan decided = plan.get();
        ObjectNode wanted = planned;
        if (decided == null || wanted == null) {
            return;
        }
        sending.set(true);
        model.edit(
                generation.id(),
                decided,
                wanted,
                reason.getText().strip(),
                decision -> {
                    layer.close(this);
                    onDone.accept(decision);
                },
                failure -> {
                    sending.set(false);
                    problem(ErrorMessages.of(failure));
                });
    }
}
