package dev.darkroom.console.overview;

import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.metric.MetricRange;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javafx.scene.chart.ValueAxis;
import org.jspecify.annotations.Nullable;

/**
 * Axis over the steps of a range, counted from 0, labelled with round times in the displayed time zone. The axes built
 * into JavaFX place their ticks at equal intervals from the lower bound, which does not fit round times of day.
 */
final class StepAxis extends ValueAxis<Number> {
    private static final int[] TICK_MINUTES = {1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1_440, 2_880, 7_200, 14_400
    };
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("MM-dd", Locale.ROOT);
    /** Width of a label with its margin, in font sizes. */
    private static final double LABEL_WIDTH = 5.625;

    private final ValueFormats formats;
    private final double middle;
    private @Nullable MetricRange shown;
    private int everyMinutes = 1;

    /** @param middle position of the label within its step: 0 = at the start, 0.5 = in the middle */
    StepAxis(ValueFormats formats, double middle) {
        this.formats = formats;
        this.middle = middle;
        setAutoRanging(false);
        setMinorTickVisible(false);
        setLowerBound(0);
    }

    void show(MetricRange range) {
        shown = range;
        setUpperBound(range.steps());
        invalidateRange();
        requestAxisLayout();
    }

    @Override
    protected List<Number> calculateTickValues(double length, Object range) {
        MetricRange drawn = shown;
        if (drawn == null || length <= 0) {
            return List.of();
        }
        double least = Duration.between(drawn.from(), drawn.to()).toMinutes()
                * LABEL_WIDTH
                * getTickLabelFont().getSize()
                / length;
        everyMinutes = IntStream.of(TICK_MINUTES)
                .filter(minutes -> minutes >= least)
                .findFirst()
                .orElse(TICK_MINUTES[TICK_MINUTES.length - 1]);
        return IntStream.range(0, drawn.steps())
                .filter(step -> minutes(at(drawn, step)) % everyMinutes == 0)
                .mapToObj(step -> (Number) (step + middle))
                .toList();
    }

    private ZonedDateTime at(MetricRange range, int step) {
        return range.at(step).atZone(formats.zone());
    }

    /** Local time, since 1970. */
    private static long minutes(ZonedDateTime at) {
        return Math.floorDiv(at.toEpochSecond() + at.getOffset().getTotalSeconds(), 60);
    }

    @Override
    protected String getTickMarkLabel(Number value) {
        if (shown == null) {
            return "";
        }
        ZonedDateTime at = at(shown, value.intValue());
        return (everyMinutes >= 1_440 || minutes(at) % 1_440 == 0 ? DAY : TIME).format(at);
    }

    @Override
    protected List<Number> calculateMinorTickMarks() {
        return List.of();
    }

    @Override
    protected Object getRange() {
        return List.of(getLowerBound(), getUpperBound());
    }

    /** Does nothing: only {@link #show} sets the range. */
    @Override
    protected void setRange(Object range, boolean animate) {}
}
