package dev.darkroom.console.overview;

import dev.darkroom.console.kit.theme.SemanticColor;
import dev.darkroom.console.kit.theme.ShowingSubscription;
import dev.darkroom.console.kit.theme.WindowTheme;
import java.util.List;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Region;

/** A sparkline: a small trend line without scales. Draws nothing if all values are zero. */
final class MetricTrendLine extends Region {
    /** The value of a step without data, where the line is interrupted. */
    static final Long UNKNOWN = -1L;

    private final Canvas canvas = new Canvas();
    private final WindowTheme theme;
    private SemanticColor tone;
    private List<Long> values = List.of();

    MetricTrendLine(WindowTheme theme, SemanticColor tone) {
        this.theme = theme;
        this.tone = tone;
        getStyleClass().add("trend-line");
        setMouseTransparent(true);
        canvas.setManaged(false);
        getChildren().add(canvas);
        ShowingSubscription.follow(this, theme.darkProperty(), _ -> draw());
    }

    void show(List<Long> steps, SemanticColor inTone) {
        if (steps.equals(values) && inTone == tone) {
            return;
        }
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
        for (int from = 0; from < values.size(); from++) {
            int to = from;
            while (to < values.size() && !values.get(to).equals(UNKNOWN)) {
                to++;
            }
            if (to > from) {
                drawPart(g, from, to, step, scale, height);
                from = to;
            }
        }
    }

    /** Draws a stretch without gaps as one area, so that no seams are visible. */
    private void drawPart(GraphicsContext g, int from, int to, double step, double scale, double height) {
        int points = to - from;
        double[] x = new double[points + 2];
        double[] y = new double[points + 2];
        for (int i = 0; i < points; i++) {
            x[i] = (from + i) * step;
            y[i] = height - 1 - values.get(from + i) * scale;
        }
        x[points] = x[points - 1];
        x[points + 1] = x[0];
        y[points] = height;
        y[points + 1] = height;
        g.fillPolygon(x, y, points + 2);
        g.strokePolyline(x, y, points);
    }
}
