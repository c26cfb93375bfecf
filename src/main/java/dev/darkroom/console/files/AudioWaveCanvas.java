package dev.darkroom.console.files;

import dev.darkroom.mediafile.AudioWaveform;
import java.util.List;
import javafx.css.CssMetaData;
import javafx.css.SimpleStyleableObjectProperty;
import javafx.css.StyleConverter;
import javafx.css.Styleable;
import javafx.css.StyleableObjectProperty;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.paint.Paint;
import org.jspecify.annotations.Nullable;

/** The loudness of a sound as bars; the bars already played have the full colour. */
final class AudioWaveCanvas extends Region {
    private static final CssMetaData<AudioWaveCanvas, Paint> BAR =
            new CssMetaData<>("-dr-wave", StyleConverter.getPaintConverter(), Color.CYAN) {
                @Override
                public boolean isSettable(AudioWaveCanvas node) {
                    return true;
                }

                @Override
                public StyleableObjectProperty<Paint> getStyleableProperty(AudioWaveCanvas node) {
                    return node.bar;
                }
            };
    private static final List<CssMetaData<? extends Styleable, ?>> STYLES = java.util.stream.Stream.concat(
                    Region.getClassCssMetaData().stream(), java.util.stream.Stream.of(BAR))
            .toList();

    private final StyleableObjectProperty<Paint> bar =
            new SimpleStyleableObjectProperty<>(BAR, this, "bar", Color.CYAN);
    private final Canvas canvas = new Canvas();
    private final double step;
    private @Nullable AudioWaveform waveform;
    private double played = 1;

    /** @param step distance between bars in px */
    AudioWaveCanvas(double step) {
        this.step = step;
        getStyleClass().add("wave");
        canvas.widthProperty().bind(widthProperty());
        canvas.heightProperty().bind(heightProperty());
        getChildren().add(canvas);
        widthProperty().subscribe(_ -> draw());
        heightProperty().subscribe(_ -> draw());
        bar.subscribe(_ -> draw());
    }

    void show(@Nullable AudioWaveform shown) {
        waveform = shown;
        draw();
    }

    /** Sets the share already played, 0 to 1. */
    void played(double share) {
        played = share;
        draw();
    }

    private void draw() {
        GraphicsContext g = canvas.getGraphicsContext2D();
        double width = canvas.getWidth();
        double height = canvas.getHeight();
        g.clearRect(0, 0, width, height);
        int bars = (int) ((width - step) / step);
        if (waveform == null || bars <= 0 || waveform.peaks().isEmpty()) {
            return;
        }
        List<Float> peaks = waveform.inParts(bars);
        double loudest = Math.max(0.05, peaks.stream().max(Float::compare).orElse(1f));
        double thick = Math.max(2, step * 0.6);
        g.setFill(bar.get());
        for (int i = 0; i < bars; i++) {
            double tall = Math.max(thick, peaks.get(i) / loudest * height * 0.8);
            g.setGlobalAlpha(i < played * bars ? 1 : 0.35);
            g.fillRoundRect(step / 2 + i * step + (step - thick) / 2, (height - tall) / 2, thick, tall, thick, thick);
        }
        g.setGlobalAlpha(1);
    }

    @Override
    public List<CssMetaData<? extends Styleable, ?>> getCssMetaData() {
        return STYLES;
    }
}
