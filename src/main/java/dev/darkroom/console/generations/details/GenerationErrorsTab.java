package dev.darkroom.console.generations.details;

import dev.darkroom.console.generations.GenerationDetailsSections;
import dev.darkroom.console.generations.GenerationMessages;
import dev.darkroom.console.kit.layout.CopyButton;
import dev.darkroom.console.kit.layout.StackTraceArea;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.query.GenerationDetails;
import dev.darkroom.logging.LogLine;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** Why the generation or its last attempt failed: the sentence, the code, the full cause, and the traces in its log. */
final class GenerationErrorsTab implements GenerationDetailsTab {
    private final Label message = new Label();
    private final Label code = GenerationDetailsSections.mono("");
    private final StackTraceArea detail =
            new StackTraceArea(GenerationDetailsSections.code(GenerationMessages.get("errors.detail")));
    private final VBox error;
    private final StackPane node = new StackPane();

    GenerationErrorsTab() {
        message.setWrapText(true);
        message.setMinHeight(Region.USE_PREF_SIZE);
        message.getStyleClass().add("error-text");
        code.getStyleClass().add("muted");
        VBox.setVgrow(detail, Priority.ALWAYS);
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
        detail.show(Stream.concat(
                        Stream.of(Objects.requireNonNullElse(
                                failure.detail(), GenerationMessages.get("errors.nodetail"))),
                        details.log().stream()
                                .filter(line -> !line.trace().isEmpty())
                                .map(GenerationErrorsTab::traced))
                .collect(Collectors.joining("\n\n")));
        if (node.getChildren().isEmpty() || node.getChildren().getFirst() != error) {
            node.getChildren().setAll(error);
        }
    }

    private static String traced(LogLine line) {
        return line.text() + "\n" + line.trace().stripTrailing();
    }

    private String all() {
        return message.getText() + "\n" + code.getText() + "\n\n" + detail.text();
    }
}
