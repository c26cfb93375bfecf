package dev.darkroom.generation.diagnosis;

import dev.darkroom.message.CodedMessage;
import dev.darkroom.system.ElapsedTime;
import java.time.Duration;

/** How long jobs of one model usually wait in fal.ai's queue and run, and the limits beyond which that is too long. */
public record TypicalDurations(Span queue, Span run) {

    /**
     * @param usual the median
     * @param p99 the 99th percentile; zero when nothing was measured
     * @param measured the number of jobs measured; 0 = from the catalog
     */
    public record Span(Duration usual, Duration p99, Duration limit, int measured) {
        private static final int CATALOG_FACTOR = 4;

        /** The catalog's duration times four: it is correct in its order of magnitude only. */
        static Span ofCatalog(Duration usual, Duration floor) {
            return new Span(usual, Duration.ZERO, longer(usual.multipliedBy(CATALOG_FACTOR), floor), 0);
        }

        /** One and a half times the 99th percentile, otherwise one job in a hundred would be a false alarm. */
        static Span measured(Duration usual, Duration p99, int measured, Duration floor) {
            return new Span(usual, p99, longer(p99.multipliedBy(3).dividedBy(2), floor), measured);
        }

        private static Duration longer(Duration a, Duration b) {
            return a.compareTo(b) < 0 ? b : a;
        }

        /** {@code usual for flux/dev is 0:08 (last 412, 99 of 100 within 0:14)}. */
        CodedMessage words(String model) {
            String name = model.substring(model.indexOf('/') + 1);
            return measured == 0
                    ? CodedMessage.of("usual", name, format(usual))
                    : CodedMessage.of("usual.measured", name, format(usual), measured, format(p99));
        }

        private static String format(Duration time) {
            return time.toMillis() < 1000 ? "under 0:01" : ElapsedTime.clock(time);
        }
    }
}
