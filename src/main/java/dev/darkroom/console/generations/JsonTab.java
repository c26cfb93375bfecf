package dev.darkroom.console.generations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.console.CopyButton;
import dev.darkroom.http.Json;
import dev.darkroom.http.Redact;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** What was asked for: the prompt to be read, and the whole input. */
final class JsonTab implements DossierTab {
    private final Label prompt = new Label();
    private final TextArea json = Sections.code();
    private final VBox node;

    JsonTab() {
        prompt.setWrapText(true);
        prompt.setMinHeight(Region.USE_PREF_SIZE);
        prompt.setMaxHeight(160);
        node = new VBox(
                Sections.head(
                        Words.get("input.prompt"), new CopyButton(Words.get("input.copy.prompt"), prompt::getText)),
                prompt,
                Sections.head(Words.get("input.json"), new CopyButton(Words.get("input.copy.json"), json::getText)),
                json);
        node.getStyleClass().add("tab-body");
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public void show(Dossier dossier) {
        prompt.setText(dossier.generation().prompt());
        String text = pretty(dossier.generation().input());
        if (!text.equals(json.getText())) {
            json.setText(text);
        }
    }

    /** Indented by two, without secrets: an input may hold signed addresses. */
    static String pretty(JsonNode node) {
        return Redact.text(whole(node));
    }

    /** The same with everything in it, to be edited. */
    static String whole(JsonNode node) {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(
                Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER));
        printer.indentObjectsWith(indenter);
        printer.indentArraysWith(indenter);
        try {
            return Json.MAPPER.writer(printer).writeValueAsString(node);
        } catch (JsonProcessingException exception) {
            throw new IllegalArgumentException(exception.getOriginalMessage(), exception);
        }
    }
}
