package dev.darkroom.console.overview;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.ConsoleWindowTest;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.SemanticColor;
import dev.darkroom.console.overview.MetricChart.MetricChartData.Series;
import dev.darkroom.console.overview.OverviewView.LatencyChart;
import dev.darkroom.metric.MetricRange;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import javafx.geometry.Side;
import javafx.scene.chart.Axis;
import javafx.scene.text.Text;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricChartPlotTest extends ConsoleWindowTest {
    private static final Instant BEGIN = Instant.parse("2026-05-04T10:00:00Z");
    private static final int STEPS = 60;

    @ParameterizedTest
    @ValueSource(doubles = {3, 290, 1_400, 6_500, 29_000, 400_000, 40_000_000})
    void the_words_beside_the_lines_have_room(double longest) {
        show(() -> plot(longest), 600, 200);
        settle();

        Axis<?> scale = fx(() -> scene().getRoot().lookupAll(".axis").stream()
                .map(node -> (Axis<?>) node)
                .filter(axis -> axis.getSide() == Side.RIGHT)
                .findFirst()
                .orElseThrow());
        List<Text> words = fx(() -> scale.getChildrenUnmodifiable().stream()
                .filter(Text.class::isInstance)
                .map(Text.class::cast)
                .toList());
        assertThat(words).hasSizeGreaterThan(2);
        assertThat(words)
                .allSatisfy(word -> assertThat(word.getBoundsInParent().getMaxX())
                        .as(word.getText())
                        .isLessThanOrEqualTo(scale.getWidth()));
    }

    private static MetricChartPlot plot(double longest) {
        MetricChartPlot plot =
                new MetricChartPlot("Latency", false, LatencyChart::time, ValueFormats.utc(), (_, _) -> {});
        plot.show(
                new MetricRange(BEGIN, BEGIN.plus(Duration.ofMinutes(STEPS)), Duration.ofMinutes(1)),
                List.of(new Series("p50", SemanticColor.SLATE, Collections.nCopies(STEPS, longest))));
        return plot;
    }
}
