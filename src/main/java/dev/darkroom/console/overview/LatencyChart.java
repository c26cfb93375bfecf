package dev.darkroom.console.overview;

import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.WindowTheme;
import dev.darkroom.metric.MetricSummary;
import dev.darkroom.metric.MetricSummary.Phase;
import dev.darkroom.system.ElapsedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BiConsumer;
import javafx.scene.control.ToggleButton;
import org.controlsfx.control.SegmentedButton;
import org.jspecify.annotations.Nullable;

/** Latency of completed generations: from the order to the signed URL, or the phase chosen in the header. */
final class LatencyChart {
    private static final MessageTexts TEXTS = MessageTexts.of("overview");

    private final MetricChart chart;
    private Phase chosen = Phase.TOTAL;
    private @Nullable MetricSummary summary;

    LatencyChart(WindowTheme theme, ValueFormats formats, BiConsumer<Instant, Instant> narrow) {
        SegmentedButton phases = new SegmentedButton();
        phases.getStyleClass().add("chart-phases");
        for (Phase phase : Phase.values()) {
            ToggleButton segment = new ToggleButton(TEXTS.get("phase." + phase));
            segment.setId("phase-" + phase);
            segment.setSelected(phase == chosen);
            segment.setMinWidth(ToggleButton.USE_PREF_SIZE);
            segment.setOnAction(_ -> {
                chosen = phase;
                segment.setSelected(true); // a second click must not deselect it
                draw();
            });
            phases.getButtons().add(segment);
        }
        chart = new MetricChart("latency", false, LatencyChart::time, theme, formats, narrow, phases);
    }

    static String time(double millis) {
        return millis == 0 ? "0" : ElapsedTime.taken(Duration.ofMillis(Math.round(millis)));
    }

    void show(MetricSummary next) {
        summary = next;
        draw();
    }

    private void draw() {
        if (summary != null) {
            chart.show(MetricChartData.latencies(summary, chosen), "");
        }
    }

    MetricChart node() {
        return chart;
    }
}
