package dev.darkroom.console.generations;

import dev.darkroom.console.kit.theme.KeyboardScroll;
import dev.darkroom.console.kit.theme.ScrollBarMargin;
import dev.darkroom.console.kit.theme.TextLabels;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Building blocks of the inspector tabs. */
public final class GenerationDetailsSections {
    private GenerationDetailsSections() {}

    public static ScrollPane scroll(Node content) {
        ScrollPane scroll = new ScrollPane(content);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("edge-to-edge");
        ScrollBarMargin.use(scroll);
        KeyboardScroll.install(scroll);
        return scroll;
    }

    /** A muted sentence for a place with nothing to show. */
    public static Label nothing(String sentence) {
        Label label = muted(sentence);
        label.getStyleClass().add("nothing");
        return label;
    }

    public static Label muted(String text) {
        return TextLabels.wrapped(text, "muted");
    }

    public static Label mono(String text) {
        return TextLabels.styled(text, "mono");
    }

    /** A caption with buttons at its right end. */
    public static HBox head(String caption, Node... buttons) {
        Label label = TextLabels.whole(caption, "caption");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox head = new HBox(8, label, space);
        head.getChildren().addAll(buttons);
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("section-head");
        return head;
    }

    /** Read-only text that can be copied. */
    public static TextArea code(String name) {
        TextArea area = new TextArea();
        area.setAccessibleText(name);
        area.setEditable(false);
        area.getStyleClass().add("code");
        VBox.setVgrow(area, Priority.ALWAYS);
        return area;
    }
}
