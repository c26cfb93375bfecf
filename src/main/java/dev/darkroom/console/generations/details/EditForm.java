package dev.darkroom.console.generations.details;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.console.generations.ActionConfirmations;
import dev.darkroom.console.generations.ActionsModel;
import dev.darkroom.console.generations.DetailsSections;
import dev.darkroom.console.generations.GenerationMessages;
import dev.darkroom.console.kit.text.ErrorMessages;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.action.ActionResult;
import dev.darkroom.generation.action.EditPlan;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.message.RefusedInputException;
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
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.jspecify.annotations.Nullable;

/** The input of an ended generation to be changed and sent anew; price and mistakes are told while one types. */
final class EditForm extends VBox {
    private final ActionsModel model;
    private final Generation generation;
    private final Consumer<ActionResult> onDone;
    private final Runnable close;
    private final TextArea json = DetailsSections.code();
    private final TextField reason = new TextField();
    private final Label announcement = new Label();
    private final Button act = new Button();
    private final ObjectProperty<@Nullable EditPlan> plan = new SimpleObjectProperty<>();
    /** Until it is answered, so that Enter pressed twice sends once. */
    private final BooleanProperty sending = new SimpleBooleanProperty();

    private @Nullable ObjectNode planned;

    EditForm(ActionsModel model, Generation generation, Consumer<ActionResult> onDone, Runnable close) {
        this.model = model;
        this.generation = generation;
        this.onDone = onDone;
        this.close = close;
        getStylesheets().add(GenerationMessages.STYLE);
        getStyleClass().addAll("dialog", "edit-form");
        build();
        json.textProperty().subscribe(_ -> typed());
    }

    Node first() {
        return json;
    }

    /** What Enter presses. */
    Button main() {
        return act;
    }

    private void build() {
        Text verb = new Text(GenerationMessages.get("edit.title") + " ");
        verb.getStyleClass().add("dialog-title");
        Text id = new Text(generation.shortId());
        id.getStyleClass().addAll("dialog-title", "mono");
        json.setEditable(true);
        json.setWrapText(true);
        json.setPrefRowCount(14);
        json.setText(JsonTab.whole(generation.input()));
        announcement.setWrapText(true);
        announcement.setMinHeight(Region.USE_PREF_SIZE);
        Text word = new Text(MessageTexts.SHELL.get("confirm.reason"));
        Text kept = new Text(" " + MessageTexts.SHELL.get("confirm.kept"));
        kept.getStyleClass().add("muted");
        reason.setAccessibleText(MessageTexts.SHELL.get("confirm.reason"));
        VBox body = new VBox(
                new VBox(4, new TextFlow(verb, id), DetailsSections.muted(GenerationMessages.get("edit.text"))),
                json,
                announcement,
                new VBox(6, new TextFlow(word, kept), reason));
        body.getStyleClass().add("dialog-body");
        VBox.setVgrow(body, Priority.ALWAYS);
        Button cancel = new Button(MessageTexts.SHELL.get("cancel"));
        cancel.setCancelButton(true);
        cancel.setOnAction(_ -> close.run());
        act.getStyleClass().addAll("filled", "accent");
        act.setOnAction(_ -> send());
        act.setText(GenerationMessages.get("edit.act.plain"));
        act.disableProperty()
                .bind(plan.isNull()
                        .or(sending)
                        .or(Bindings.createBooleanBinding(() -> reason.getText().isBlank(), reason.textProperty())));
        HBox foot = new HBox(8, cancel, act);
        foot.setAlignment(Pos.CENTER_RIGHT);
        foot.getStyleClass().add("dialog-foot");
        getChildren().setAll(body, foot);
    }

    private void typed() {
        plan.set(null);
        ObjectNode input;
        try {
            if (!(JsonMapping.parse(json.getText()) instanceof ObjectNode object)) {
                throw new RefusedInputException("edit.object");
            }
            input = object;
        } catch (IllegalArgumentException wrong) {
            problem(ErrorMessages.of(wrong));
            return;
        }
        model.planEdit(
                generation.id(), input, found -> priced(input, found), failure -> problem(ErrorMessages.of(failure)));
    }

    private void priced(ObjectNode input, EditPlan found) {
        long after = found.balance() + found.creditsBack() - found.credits();
        String credits = ValueFormats.number(found.credits());
        act.setText(GenerationMessages.get("edit.act", credits, found.credits()));
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
        planned = input;
        plan.set(found);
    }

    private void problem(String sentence) {
        announcement.getStyleClass().setAll("label", "error-text");
        announcement.setText(sentence);
    }

    private void send() {
        EditPlan decided = plan.get();
        ObjectNode input = planned;
        if (decided == null || input == null) {
            return;
        }
        sending.set(true);
        model.edit(
                generation.id(),
                decided,
                input,
                reason.getText().strip(),
                decision -> {
                    close.run();
                    onDone.accept(decision);
                },
                failure -> {
                    sending.set(false);
                    problem(ErrorMessages.of(failure));
                });
    }
}
