package dev.darkroom.console.overview;

import dev.darkroom.console.kit.theme.SemanticColor;
import dev.darkroom.console.kit.theme.WindowTheme;
import java.util.List;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Region;

/** A small line without scales: how something went. Nothing is drawn where there is nothing but zeros. */
final class TrendLine extends Region {
    /** For a step of which nothing is known: the line is broken there. */
    static final Long UNKNOWN = -1L;

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
        double step = width / (values.size() - 1);
        double scale = (height - 3) / most;
        g.setFill(theme.tokens().fill(tone));
        g.setStroke(theme.tokens().text(tone));
        g.setLineWidth(1.5);
        for (int i = 0; i < values.size(); i++) {
            if (!values.get(i).equals(UNKNOWN)) {
                double x = i * step;
                double y = height - 1 - values.get(i) * scale;
                if (i > 0 && !values.get(i - 1).equals(UNKNOWN)) {
                    double before = height - 1 - values.get(i - 1) * scale;
                    g.fillPolygon(new double[] {x - step, x, x, x - step}, new double[] {before, y, height, height}, 4);
                    g.strokeLine(x - step, before, x, y);
                } else {
                    g.strokeLine(x, y, x, y);
                }
            }
        }
    }
}
