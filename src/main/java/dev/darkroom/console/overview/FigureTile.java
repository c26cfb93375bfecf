package dev.darkroom.console.overview;

import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.kit.theme.SemanticColor;
import dev.darkroom.console.kit.theme.WindowTheme;
import java.util.List;
import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;

/** A figure with a detail line and its trend; a click opens its view. Grey unless something is wrong. */
final class FigureTile extends Button {
    private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");

    private final Label caption = new Label();
    private final Label figure = new Label("\u2013");
    private final Label detail = new Label();
    private final MetricTrendLine trend;
    private final SemanticColor wrongTone;

    /** @param wrongTone the colour if something is wrong */
    FigureTile(String id, Ikon icon, SemanticColor wrongTone, WindowTheme theme, Runnable open) {
        this.wrongTone = wrongTone;
        setId("tile-" + id);
        getStyleClass().setAll("button", "figure-tile", wrongTone.style());
        setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        trend = new MetricTrendLine(theme, SemanticColor.SLATE);
        caption.setGraphic(IconButtons.icon(icon));
        caption.getStyleClass().add("caption");
        figure.getStyleClass().add("figure");
        detail.getStyleClass().add("detail");
        List.of(caption, figure, detail).forEach(label -> label.setMinWidth(0));
        VBox content = new VBox(new VBox(caption, figure, detail), trend);
        content.getStyleClass().add("content");
        content.getChildren().getFirst().getStyleClass().add("words");
        setGraphic(content);
        content.prefWidthProperty().bind(widthProperty().subtract(2));
        setMaxWidth(Double.MAX_VALUE);
        setMinWidth(0);
        setPrefWidth(100);
        setOnAction(_ -> open.run());
    }

    void show(String name, String number, String text, List<Long> steps, boolean wrong) {
        caption.setText(name);
        figure.setText(number);
        detail.setText(text);
        trend.show(steps, wrong ? wrongTone : SemanticColor.SLATE);
        pseudoClassStateChanged(WRONG, wrong);
        setAccessibleText(name + " " + number + " " + text);
    }

    String number() {
        return figure.getText();
    }

    String detail() {
        return detail.getText();
    }
}
