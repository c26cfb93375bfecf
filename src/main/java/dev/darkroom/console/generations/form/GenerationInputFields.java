package dev.darkroom.console.generations.form;

import dev.darkroom.console.generations.GenerationMessages;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.TextLabels;
import dev.darkroom.fal.catalog.CatalogModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.beans.property.StringProperty;
import javafx.scene.Node;
import javafx.scene.TraversalDirection;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** Fields for prompt, members of the chosen model and seed, each with its problem below. */
public final class GenerationInputFields extends VBox {
    private static final String PROMPT = "prompt";
    private static final int IN_A_ROW = 3;
    /** Maximum length of a sentence that repeats typed text, in characters. */
    private static final int MAX_LENGTH = 160;

    private final GenerationInputModel model;
    private final TextArea prompt = new TextArea();
    private final TextField seed = new TextField();
    private final GridPane members = new GridPane(12, 8);
    private final Map<String, Label> problems = new LinkedHashMap<>();

    public GenerationInputFields(GenerationInputModel model) {
        super(12);
        this.model = model;
        getStyleClass().add("input-fields");
        prompt.setWrapText(true);
        prompt.setPrefRowCount(4);
        prompt.setPromptText(GenerationMessages.get("new.prompt.prompt"));
        leaveByTab(prompt);
        seed.setPromptText(GenerationMessages.get("new.seed.prompt"));
        for (int place = 0; place < IN_A_ROW; place++) {
            ColumnConstraints third = new ColumnConstraints();
            third.setPercentWidth(100.0 / IN_A_ROW);
            members.getColumnConstraints().add(third);
        }
        getChildren().setAll(field(PROMPT, GenerationMessages.get("new.prompt"), prompt), members);
        prompt.textProperty().bindBidirectional(model.promptProperty());
        seed.textProperty().bindBidirectional(model.seedProperty());
        model.modelProperty().subscribe(_ -> fields());
    }

    /** Gets the initial focus if the rest is known. */
    public TextArea prompt() {
        return prompt;
    }

    /** Makes Tab move to the next field, as everywhere else in a form. */
    public static void leaveByTab(TextArea area) {
        area.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.TAB) {
                event.consume();
                area.requestFocusTraversal(event.isShiftDown() ? TraversalDirection.PREVIOUS : TraversalDirection.NEXT);
            }
        });
    }

    /** Shows each field's problem below it; {@code early} = a problem of the prompt is not shown yet. */
    void showProblems(Map<String, String> sentences, boolean early) {
        problems.forEach((name, label) -> {
            String key = name.equals(PROMPT) ? model.modelProperty().get().promptField() : name;
            showProblem(label, name.equals(PROMPT) && early ? "" : sentences.getOrDefault(key, ""));
        });
    }

    /** Creates the fields of the chosen model: a choice for a fixed set of values, else a number with its range. */
    private void fields() {
        problems.keySet().removeIf(name -> !name.equals(PROMPT));
        members.getChildren().clear();
        CatalogModel chosen = model.modelProperty().get();
        model.members().forEach((name, text) -> {
            List<String> choices = chosen.choices().getOrDefault(name, List.of());
            add(
                    name,
                    GenerationMessages.TEXTS.find("member." + name).orElse(name.replace('_', ' ')),
                    choices.isEmpty() ? number(chosen.ranges().get(name), text) : choice(choices, text));
        });
        add(GenerationInputModel.SEED, GenerationMessages.get("new.seed"), seed);
    }

    private void add(String name, String title, Node field) {
        int place = members.getChildren().size();
        members.add(field(name, title, field), place % IN_A_ROW, place / IN_A_ROW);
    }

    private static Region choice(List<String> choices, StringProperty text) {
        ComboBox<String> box = new ComboBox<>();
        box.getItems().setAll(choices);
        box.valueProperty().bindBidirectional(text);
        box.setPromptText(GenerationMessages.get("new.usual"));
        box.setMaxWidth(Double.MAX_VALUE);
        return box;
    }

    private static Region number(CatalogModel.@Nullable Range range, StringProperty text) {
        TextField field = new TextField();
        field.textProperty().bindBidirectional(text);
        if (range != null) {
            field.setPromptText(range.min() + " \u2013 " + range.max());
        }
        return field;
    }

    private VBox field(String name, String title, Node field) {
        Label problem = problem();
        problems.put(name, problem);
        return field(title, field, problem);
    }

    static VBox field(String title, Node field, Label problem) {
        Label word = TextLabels.styled(title, "field-name");
        word.setLabelFor(field);
        field.setAccessibleText(title);
        return new VBox(4, word, field, problem);
    }

    /** Returns a label that takes no room while it is empty. */
    static Label problem() {
        Label problem = TextLabels.wrapped("", "problem");
        problem.managedProperty().bind(problem.visibleProperty());
        problem.setVisible(false);
        return problem;
    }

    static void showProblem(Label problem, String sentence) {
        problem.setText(ValueFormats.middle(sentence, MAX_LENGTH));
        problem.setVisible(!sentence.isEmpty());
    }
}
