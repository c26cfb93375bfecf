package dev.darkroom.console.credits;

import dev.darkroom.console.kit.dialog.ModalLayer;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.theme.TextLabels;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The dialog for a grant or an adjustment: three fields with their problems, and the balance before and after. */
final class CreditMoveForm extends VBox {
    private static final MessageTexts TEXTS = MessageTexts.of("credits");

    private final CreditMoveModel model;
    private final TextField user = new TextField();
    private final TextField amount = new TextField();
    private final TextField reason = new TextField();
    private final Button cancel = new Button(MessageTexts.SHELL.get("cancel"));
    private final Button confirm = new Button();
    private final HBox holder = new HBox(confirm);

    /** {@code done} receives a sentence after the line has been written; {@code layer} shows the form. */
    CreditMoveForm(CreditMoveModel model, Consumer<String> done, ModalLayer layer) {
        this.model = model;
        build();
        bind();
        cancel.setOnAction(_ -> layer.requestClose());
        confirm.setOnAction(_ -> model.submit(sentence -> {
            layer.close(this);
            done.accept(sentence);
        }));
    }

    private void build() {
        getStyleClass().addAll("dialog", "move-form");
        Label title = TextLabels.styled(TEXTS.get("move.title." + model.kind()), "dialog-title");
        Label text = wrapped(TEXTS.get("move.text." + model.kind()), "muted");
        amount.setPromptText(TEXTS.get("move.amount.hint." + model.kind()));
        VBox body = new VBox(
                title,
                text,
                field(TEXTS.get("move.user"), "", user, model.userErrorProperty()),
                noted(),
                field(TEXTS.get("move.amount"), "", amount, model.amountErrorProperty()),
                field(TEXTS.get("move.reason"), TEXTS.get("move.reason.kept"), reason, model.reasonErrorProperty()),
                preview(),
                sentence(model.failureProperty(), "error-text"));
        body.getStyleClass().add("dialog-body");
        confirm.getStyleClass().addAll("filled", "accent");
        cancel.setCancelButton(true);
        HBox foot = new HBox(8, cancel, holder);
        foot.getStyleClass().add("dialog-foot");
        foot.setAlignment(Pos.CENTER_RIGHT);
        getChildren().addAll(body, foot);
    }

    private void bind() {
        user.textProperty().bindBidirectional(model.userProperty());
        amount.textProperty().bindBidirectional(model.amountProperty());
        reason.textProperty().bindBidirectional(model.reasonProperty());
        List.of(user, amount, reason)
                .forEach(field ->
                        field.editableProperty().bind(model.workingProperty().not()));
        addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        confirm.textProperty().bind(model.actProperty());
        cancel.disableProperty().bind(model.workingProperty());
        confirm.disableProperty()
                .bind(model.workingProperty().or(model.missingProperty().isNotEmpty()));
        Tooltip why = new Tooltip();
        why.textProperty().bind(model.missingProperty());
        // The parent shows the tooltip, since a disabled JavaFX button shows none.
        model.missingProperty().subscribe(missing -> {
            confirm.setAccessibleHelp(missing);
            if (missing.isEmpty()) {
                Tooltip.uninstall(holder, why);
            } else {
                Tooltip.install(holder, why);
            }
        });
    }

    /** On Enter in a field, shows what is missing even though the button is still disabled. */
    private void pressed(KeyEvent event) {
        if (event.getCode() == KeyCode.ENTER && confirm.isDisabled() && !(event.getTarget() instanceof Button)) {
            model.showMissing();
        }
    }

    /** Returns the node that gets the initial focus: the first empty field. */
    Node first() {
        return user.getText().isEmpty() ? user : amount;
    }

    /** The button that Enter presses. */
    Button main() {
        return confirm;
    }

    boolean isSending() {
        return model.workingProperty().get();
    }

    private Node noted() {
        Label note = sentence(model.noteProperty(), "note");
        note.getStyleClass().add(dev.darkroom.console.kit.theme.SemanticColor.AMBER.style());
        return note;
    }

    private Node preview() {
        Label name = TextLabels.styled(TEXTS.get("move.balance"), "muted");
        Label before = new Label();
        before.textProperty().bind(model.beforeProperty().map(text -> text.isEmpty() ? "\u2013" : text));
        Label arrow = TextLabels.styled("\u2192", "muted");
        Label after = TextLabels.styled("", "medium");
        after.textProperty().bind(model.afterProperty().map(text -> text.isEmpty() ? "\u2013" : text));
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox line = new HBox(8, name, space, before, arrow, after);
        line.setAlignment(Pos.CENTER_LEFT);
        line.getStyleClass().add("preview");
        return line;
    }

    private static Node field(String name, String remark, TextField field, ObservableValue<String> error) {
        Label word = new Label(name);
        word.setLabelFor(field);
        Label more = TextLabels.styled(remark, "muted");
        field.setAccessibleText(name);
        return new VBox(6, new HBox(4, word, more), field, sentence(error, "error-text"));
    }

    /** Returns a label that takes no room while it is empty. */
    private static Label sentence(ObservableValue<String> text, String style) {
        Label label = wrapped("", style);
        label.textProperty().bind(text);
        label.visibleProperty().bind(label.textProperty().isNotEmpty());
        label.managedProperty().bind(label.visibleProperty());
        return label;
    }

    private static Label wrapped(String text, String style) {
        return TextLabels.wrapped(text, style);
    }
}
