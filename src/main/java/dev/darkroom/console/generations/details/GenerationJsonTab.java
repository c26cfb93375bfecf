package dev.darkroom.console.generations.details;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.console.generations.GenerationDetailsSections;
import dev.darkroom.console.generations.GenerationMessages;
import dev.darkroom.console.kit.dialog.MessageBanner;
import dev.darkroom.console.kit.layout.CopyButton;
import dev.darkroom.console.kit.layout.JsonTreeView;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.TextLabels;
import dev.darkroom.generation.query.GenerationDetails;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.secret.SecretRedactor;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.controlsfx.control.SegmentedButton;
import org.jspecify.annotations.Nullable;

/**
 * The input of the generation: the prompt in readable form, the whole input as a tree or as text, and its differences from an
 * earlier one.
 */
final class GenerationJsonTab implements GenerationDetailsTab {
    private final Label prompt = new Label();
    private final TextArea json = GenerationDetailsSections.code(GenerationMessages.get("input.json"));
    private final JsonTreeView tree = new JsonTreeView(GenerationMessages.get("input.json"));
    private final MessageBanner unreadable = MessageBanner.warning("");
    private final Label kept = GenerationDetailsSections.muted(GenerationMessages.get("input.unreadable"));
    private final VBox whole;
    private final ValueFormats formats;
    private final ComboBox<Choice> choice = new ComboBox<>();
    private final HBox choosing;
    private final GridPane comparison = new GridPane();
    private final ScrollPane compared = GenerationDetailsSections.scroll(comparison);
    private List<Object> shown = List.of();
    private ObjectNode input = JsonMapping.MAPPER.createObjectNode();

    /** An input to compare with; {@code earlier} is null for no comparison. */
    private record Choice(String text, @Nullable ObjectNode earlier) {
        @Override
        public String toString() {
            return text;
        }
    }

    private final VBox node;

    GenerationJsonTab(ValueFormats formats) {
        this.formats = formats;
        prompt.setWrapText(true);
        prompt.setMinHeight(Region.USE_PREF_SIZE);
        prompt.setMaxHeight(160);
        kept.setWrapText(true);
        StackPane forms = new StackPane(tree, json);
        json.visibleProperty().bind(tree.visibleProperty().not());
        whole = new VBox(
                8,
                GenerationDetailsSections.head(
                        GenerationMessages.get("input.json"),
                        treeOrText(),
                        new CopyButton(GenerationMessages.get("input.copy.json"), json::getText)),
                forms);
        choosing = GenerationDetailsSections.head(GenerationMessages.get("input.compare"), choice);
        choice.valueProperty().subscribe(this::compare);
        comparison.getStyleClass().add("input-comparison");
        compared.setMinHeight(160);
        VBox.setVgrow(compared, Priority.ALWAYS);
        VBox.setVgrow(forms, Priority.ALWAYS);
        VBox.setVgrow(whole, Priority.ALWAYS);
        List.of(unreadable, kept, whole, choosing, compared)
                .forEach(part -> part.managedProperty().bind(part.visibleProperty()));
        node = new VBox(
                GenerationDetailsSections.head(
                        GenerationMessages.get("input.prompt"),
                        new CopyButton(GenerationMessages.get("input.copy.prompt"), prompt::getText)),
                prompt,
                unreadable,
                kept,
                choosing,
                compared,
                whole);
        node.getStyleClass().add("tab-body");
    }

    private SegmentedButton treeOrText() {
        ToggleButton asTree = new ToggleButton(GenerationMessages.get("input.tree"));
        ToggleButton asText = new ToggleButton(GenerationMessages.get("input.text"));
        SegmentedButton both = new SegmentedButton(asTree, asText);
        asTree.setSelected(true);
        both.getToggleGroup().selectedToggleProperty().subscribe((before, now) -> {
            if (now == null) {
                both.getToggleGroup().selectToggle(before);
            } else {
                tree.setVisible(now == asTree);
            }
        });
        return both;
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public void show(GenerationDetails details) {
        prompt.setText(details.generation().prompt());
        CodedMessage why = details.generation().unreadable();
        unreadable.sentence(why == null ? "" : MessageTexts.sentence(why));
        unreadable.setVisible(why != null);
        kept.setVisible(why != null);
        choices(details);
        whole.setVisible(why == null && !compared.isVisible());
        tree.show(details.generation().input());
        String text = pretty(details.generation().input());
        if (!text.equals(json.getText())) {
            json.setText(text);
        }
    }

    /** Keeps the choice while the inputs stay the same. */
    private void choices(GenerationDetails details) {
        List<InputComparison.Earlier> earlier =
                details.generation().unreadable() == null ? InputComparison.earlier(details) : List.of();
        List<Object> now =
                List.of(details.generation().id(), details.generation().input(), earlier, formats.zone());
        if (now.equals(shown)) {
            return;
        }
        shown = now;
        input = details.generation().input();
        choosing.setVisible(!earlier.isEmpty());
        choice.getItems().setAll(new Choice(GenerationMessages.get("input.compare.none"), null));
        earlier.forEach(each -> choice.getItems()
                .add(new Choice(
                        GenerationMessages.get("input.compare.before", formats.time(each.at()), each.actor()),
                        each.input())));
        choice.setValue(choice.getItems().getFirst());
    }

    private void compare(@Nullable Choice chosen) {
        ObjectNode earlier = chosen == null ? null : chosen.earlier();
        compared.setVisible(earlier != null);
        whole.setVisible(earlier == null);
        comparison.getChildren().clear();
        if (earlier == null) {
            return;
        }
        comparison.addRow(
                0, caption("input.compare.path"), caption("input.compare.then"), caption("input.compare.now"));
        for (InputComparison.Line line : InputComparison.lines(earlier, input)) {
            Label path = GenerationDetailsSections.mono(line.path());
            path.setMinWidth(Region.USE_PREF_SIZE);
            Label before = value(line.before());
            Label now = value(line.now());
            if (line.changed()) {
                path.setText("\u2260 " + line.path());
                before.getStyleClass().add("changed-before");
                now.getStyleClass().add("changed-now");
            } else {
                List.of(path, before, now)
                        .forEach(label -> label.getStyleClass().add("muted"));
            }
            comparison.addRow(comparison.getRowCount(), path, before, now);
        }
    }

    private static Label caption(String key) {
        return TextLabels.styled(GenerationMessages.get(key), "caption");
    }

    private static Label value(Optional<String> value) {
        Label label = GenerationDetailsSections.mono(
                value.map(text -> ValueFormats.middle(text, 2000)).orElse("\u2013"));
        label.setWrapText(true);
        return label;
    }

    /** Indented by two and redacted, since an input may contain signed URLs. */
    static String pretty(JsonNode node) {
        return SecretRedactor.text(whole(node));
    }

    /** Formats JSON in the same way but unredacted, for editing. */
    static String whole(JsonNode node) {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(
                Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER));
        printer.indentObjectsWith(indenter);
        printer.indentArraysWith(indenter);
        try {
            return JsonMapping.MAPPER.writer(printer).writeValueAsString(node);
        } catch (JsonProcessingException exception) {
            throw new IllegalArgumentException(exception.getOriginalMessage(), exception);
        }
    }
}
