package dev.darkroom.console.overview;

import dev.darkroom.console.kit.theme.SemanticColor;
import dev.darkroom.console.kit.theme.WindowTheme;
import java.util.List;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Region;

/** A small line without scales: how something went. Nothing is drawn where there is nothing but zeros. */
final class TrendLine extends Region {
    private final Canvas canvas = new Canvas();
    private final WindowTheme theme;
    private SemanticColor tone;
    private List<Long> values = List.of();

    TrendLine(WindowTheme theme, SemanticColor tone) {
        this.theme = theme;
        this.tone = tone;
        getStyleClass().add("trend-line");
        setMouseTransparent(true);
        canvas.setManaged(false);
        getChildren().add(canvas);
        theme.darkProperty().subscribe(_ -> draw());
    }

    void show(List<Long> steps, SemanticColor inTone) {
        values = List.copyOf(steps);
        tone = inTone;
        draw();
    }

    @Override
    protected void layoutChildren() {
        canvas.setWidth(getWidth());
        canvas.setHeight(getHeight());
        draw();
    }

    private void draw() {
        GraphicsContext g = canvas.getGraphicsContext2D();
        double width = canvas.getWidth();
        double height = canvas.getHeight();
        g.clearRect(0, 0, width, height);
        long most = values.stream().mapToLong(Long::longValue).max().orElse(0);
        if (most == 0 || values.size() < 2) {
            return;
        }
        double[] x = new double[values.size() + 2];
        double[] y = new double[values.size() + 2];
        for (int i = 0; i < values.size(); i++) {
            x[i] = i * width / (values.size() - 1);
            y[i] = height - 1 - values.get(i) * (height - 3) / most;
        }
        x[values.size()] = width;
        y[values.size()] = height;
        y[values.size() + 1] = height;
        g.setFill(theme.tokens().fill(tone));
        g.fillPolygon(x, y, x.length);
        g.setStroke(theme.tokens().text(tone));
        g.setLineWidth(1.5);
        g.strokePolyline(x, y, values.size());
    }
}
