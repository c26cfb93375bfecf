package dev.darkroom.console.generations.details;

import dev.darkroom.console.generations.GenerationDetailsSections;
import dev.darkroom.console.generations.GenerationMessages;
import dev.darkroom.console.kit.layout.CopyButton;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.query.GenerationDetails;
import java.util.Objects;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** Why the generation or its last attempt failed: the sentence, the code, and the full cause. */
final class GenerationErrorsTab implements GenerationDetailsTab {
    private final Label message = new Label();
    private final Label code = GenerationDetailsSections.mono("");
    private final TextArea detail = GenerationDetailsSections.code(GenerationMessages.get("errors.detail"));
    private final VBox error;
    private final StackPane node = new StackPane();

    GenerationErrorsTab() {
        message.setWrapText(true);
        message.setMinHeight(Region.USE_PREF_SIZE);
        message.getStyleClass().add("error-text");
        code.getStyleClass().add("muted");
        error = new VBox(
                GenerationDetailsSections.head(
                        GenerationMessages.get("errors.message"),
                        new CopyButton(GenerationMessages.get("errors.copy"), this::all)),
                message,
                code,
                GenerationDetailsSections.head(GenerationMessages.get("errors.detail")),
                detail);
        error.getStyleClass().add("tab-body");
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public void show(GenerationDetails details) {
        Generation.Failure failure = details.generation().failure();
        if (failure == null) {
            VBox none = new VBox(GenerationDetailsSections.nothing(GenerationMessages.get("errors.none")));
            none.getStyleClass().add("tab-body");
            node.getChildren().setAll(none);
            return;
        }
        message.setText(MessageTexts.sentence(failure.said()));
        code.setText(failure.code() + " \u00b7 "
                + GenerationMessages.TEXTS.find("errors.kind." + failure.kind()).orElse(failure.kind()));
        String text = Objects.requireNonNullElse(failure.detail(), GenerationMessages.get("errors.nodetail"));
        if (!text.equals(detail.getText())) {
            detail.setText(text);
        }
        if (node.getChildren().isEmpty() || node.getChildren().getFirst() != error) {
            node.getChildren().setAll(error);
        }
    }

    private String all() {
        return message.getText() + "\n" + code.getText() + "\n\n" + detail.getText();
    }
}
