package dev.darkroom.console.overview;

import dev.darkroom.console.ConsoleWindowTest;
import dev.darkroom.console.kit.theme.SemanticColor;
import java.lang.ref.WeakReference;
import org.junit.jupiter.api.Test;

class MetricTrendLineTest extends ConsoleWindowTest {
    @Test
    void a_line_of_a_table_that_was_built_anew_is_not_kept_by_the_theme() {
        WeakReference<MetricTrendLine> line =
                fx(() -> new WeakReference<>(new MetricTrendLine(theme(), SemanticColor.RED)));
        await("it is gone", () -> {
            System.gc();
            return line.get() == null;
        });
    }
}
