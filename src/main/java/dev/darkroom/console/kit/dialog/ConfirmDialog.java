package dev.darkroom.console.kit.dialog;

import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.theme.TextLabels;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanExpression;
import javafx.geometry.HPos;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextAlignment;
import javafx.scene.text.TextFlow;

/** The dialog of a {@link ConfirmationRequest}. Enter in a field confirms once the action is enabled, Esc cancels. */
public final class ConfirmDialog extends VBox {
    private final TextField reason = new TextField();
    private final TextField typed = new TextField();
    private final Button dismiss;
    private final Button confirm;
    private final VBox body = new VBox();
    private final HBox foot = new HBox(8);
    private BooleanExpression blocked = Bindings.createBooleanBinding(() -> false);
    private Node first;

    /** {@code onAct} receives the reason, empty if none was requested; {@code close} removes the dialog. */
    public ConfirmDialog(ConfirmationRequest question, Consumer<String> onAct, Runnable close) {
        confirm = new Button(question.confirmLabel());
        dismiss = new Button(question.dismissal());
        first = question.reason().isPresent() ? reason : question.typed().isPresent() ? typed : dismiss;
        build(question);
        bind(question);
        dismiss.setOnAction(_ -> close.run());
        confirm.setOnAction(_ -> {
            close.run();
            onAct.accept(reason.getText().strip());
        });
    }

    private void build(ConfirmationRequest question) {
        getStyleClass().add("dialog");
        body.getStyleClass().add("dialog-body");
        body.getChildren().add(new VBox(4, title(question), text(question.text())));
        if (!question.prices().isEmpty()) {
            body.getChildren().add(prices(question));
        }
        question.warning().ifPresent(sentence -> body.getChildren().add(MessageBanner.warning(sentence)));
        question.reason().ifPresent(wanted -> {
            reason.setPromptText(wanted.prompt());
            body.getChildren().add(field(MessageTexts.SHELL.get("confirm.reason"), wanted.remark(), reason));
        });
        question.typed()
                .ifPresent(exact ->
                        body.getChildren().add(field(MessageTexts.SHELL.get("confirm.type", exact), "", typed)));
        foot.getStyleClass().add("dialog-foot");
        foot.setAlignment(Pos.CENTER_RIGHT);
        confirm.getStyleClass().addAll("filled", question.destroys() ? "danger" : "accent");
        dismiss.setCancelButton(true);
        foot.getChildren().addAll(dismiss, confirm);
        getChildren().addAll(body, foot);
    }

    private void bind(ConfirmationRequest question) {
        BooleanExpression unexplained = question.reason().isPresent()
                ? Bindings.createBooleanBinding(() -> reason.getText().isBlank(), reason.textProperty())
                : Bindings.createBooleanBinding(() -> false);
        BooleanExpression untyped = question.typed()
                .<BooleanExpression>map(exact -> typed.textProperty().isNotEqualTo(exact))
                .orElseGet(() -> Bindings.createBooleanBinding(() -> false));
        block(unexplained.or(untyped).or(Bindings.createBooleanBinding(question::refused)));
        question.warning().filter(_ -> question.refused()).ifPresent(confirm::setAccessibleHelp);
    }

    private void block(BooleanExpression incomplete) {
        blocked = incomplete;
        confirm.disableProperty().unbind();
        confirm.disableProperty().bind(incomplete);
    }

    /** Adds a further required field above the reason; the action stays disabled until {@code complete} accepts the text. */
    public ConfirmDialog asking(String name, String remark, TextField field, Predicate<String> complete) {
        int place = (int) body.getChildren().stream()
                .filter(node -> !node.getStyleClass().contains("asked"))
                .count();
        body.getChildren().add(place, field(name, remark, field));
        block(blocked.or(Bindings.createBooleanBinding(
                () -> !complete.test(field.getText().strip()), field.textProperty())));
        first = field;
        return this;
    }

    /** Adds help below a field. */
    public ConfirmDialog below(TextField field, Node help) {
        ((VBox) field.getParent()).getChildren().add(help);
        return this;
    }

    /** The node focused first: the required field, else the button that changes nothing. */
    public Node first() {
        return first;
    }

    /** The button that Enter presses. */
    public Button main() {
        return confirm;
    }

    /** Adds an alternative beside the action, such as "Edit and retry...". */
    public ConfirmDialog instead(Button button) {
        foot.getChildren().add(1, button);
        return this;
    }

    private static TextFlow title(ConfirmationRequest question) {
        Text verb = new Text(question.title() + (question.id().isEmpty() ? "" : " "));
        verb.getStyleClass().add("dialog-title");
        Text id = new Text(question.id());
        id.getStyleClass().addAll("dialog-title", "mono");
        return new TextFlow(verb, id);
    }

    private static Label text(String sentence) {
        return TextLabels.wrapped(sentence, "muted");
    }

    private static VBox field(String name, String remark, TextField field) {
        Text word = new Text(name);
        Text kept = new Text(remark.isEmpty() ? "" : " " + remark);
        kept.getStyleClass().add("muted");
        field.setAccessibleText(name);
        VBox box = new VBox(6, new TextFlow(word, kept), field);
        box.getStyleClass().add("asked");
        return box;
    }

    private static GridPane prices(ConfirmationRequest question) {
        GridPane grid = new GridPane();
        grid.getStyleClass().add("prices");
        grid.getColumnConstraints().addAll(column(30, HPos.LEFT), column(27, HPos.RIGHT), column(43, HPos.RIGHT));
        line(grid, 0, head("confirm.costs"), head("confirm.before"), head("confirm.after"));
        for (ConfirmationRequest.Price price : question.prices()) {
            Text value = new Text(price.after());
            value.getStyleClass().add(price.remark().isEmpty() ? "plain" : "medium");
            Text remark = new Text(price.remark().isEmpty() ? "" : " (" + price.remark() + ")");
            remark.getStyleClass().add("muted");
            TextFlow flow = new TextFlow(value, remark);
            flow.getStyleClass().add("value");
            flow.setTextAlignment(TextAlignment.RIGHT);
            GridPane.setFillHeight(flow, false); // so that it is centred like the labels
            Label before = TextLabels.wrapped(price.before());
            before.setTextAlignment(TextAlignment.RIGHT);
            line(grid, grid.getRowCount(), TextLabels.wrapped(price.label()), before, flow);
        }
        return grid;
    }

    private static ColumnConstraints column(double percent, HPos alignment) {
        ColumnConstraints column = new ColumnConstraints();
        column.setPercentWidth(percent);
        column.setHalignment(alignment);
        return column;
    }

    private static void line(GridPane grid, int row, Node what, Node before, Node after) {
        Region ground = new Region();
        ground.getStyleClass().add(row == 0 ? "head" : "line");
        grid.add(ground, 0, row, 3, 1);
        grid.add(what, 0, row);
        grid.add(before, 1, row);
        grid.add(after, 2, row);
    }

    private static Label head(String key) {
        return TextLabels.styled(MessageTexts.SHELL.get(key), "caption");
    }
}
