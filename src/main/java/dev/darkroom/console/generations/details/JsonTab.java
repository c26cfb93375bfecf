package dev.darkroom.console.generations.details;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.console.generations.DetailsSections;
import dev.darkroom.console.generations.GenerationMessages;
import dev.darkroom.console.kit.dialog.MessageBanner;
import dev.darkroom.console.kit.layout.CopyButton;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.secret.SecretRedactor;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** What was asked for: the prompt to be read, and the whole input. */
final class JsonTab implements DetailsTab {
    private final Label prompt = new Label();
    private final TextArea json = DetailsSections.code();
    private final MessageBanner unreadable = MessageBanner.warning("");
    private final Label kept = DetailsSections.muted(GenerationMessages.get("input.unreadable"));
    private final VBox whole;
    private final VBox node;

    JsonTab() {
        prompt.setWrapText(true);
        prompt.setMinHeight(Region.USE_PREF_SIZE);
        prompt.setMaxHeight(160);
        kept.setWrapText(true);
        whole = new VBox(
                8,
                DetailsSections.head(
                        GenerationMessages.get("input.json"),
                        new CopyButton(GenerationMessages.get("input.copy.json"), json::getText)),
                json);
        VBox.setVgrow(json, Priority.ALWAYS);
        VBox.setVgrow(whole, Priority.ALWAYS);
        List.of(unreadable, kept, whole).forEach(part -> part.managedProperty().bind(part.visibleProperty()));
        node = new VBox(
                DetailsSections.head(
                        GenerationMessages.get("input.prompt"),
                        new CopyButton(GenerationMessages.get("input.copy.prompt"), prompt::getText)),
                prompt,
                unreadable,
                kept,
                whole);
        node.getStyleClass().add("tab-body");
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public void show(GenerationDetails dossier) {
        prompt.setText(dossier.generation().prompt());
        CodedMessage why = dossier.generation().unreadable();
        unreadable.sentence(why == null ? "" : MessageTexts.said(why));
        unreadable.setVisible(why != null);
        kept.setVisible(why != null);
        whole.setVisible(why == null);
        String text = pretty(dossier.generation().input());
        if (!text.equals(json.getText())) {
            json.setText(text);
        }
    }

    /** Indented by two, without secrets: an input may hold signed addresses. */
    static String pretty(JsonNode node) {
        return SecretRedactor.text(whole(node));
    }

    /** The same with everything in it, to be edited. */
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
