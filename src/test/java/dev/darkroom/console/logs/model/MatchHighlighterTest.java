package dev.darkroom.console.logs.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.ConsoleWindowTest;
import dev.darkroom.console.logs.reader.LogViewFilter;
import dev.darkroom.logfile.HostileExpressions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class MatchHighlighterTest extends ConsoleWindowTest {
    /** Some of them would look at one line for years: then the limit of the test ends it. */
    @ParameterizedTest
    @CsvFileSource(resources = "/hostile/expressions.csv", useHeadersInDisplayName = true)
    void every_frame_ends_whatever_is_looked_for(String input, String outcome) {
        MatchHighlighter highlighter = new MatchHighlighter();
        LogViewFilter filter = LogViewFilter.ALL.search(HostileExpressions.named(input), true);
        List<String> lines = List.of("a".repeat(120) + "!", "many words ".repeat(12), "", "ab".repeat(2_000));
        int frames = fx(() -> {
            int drawn = 0;
            for (; drawn < 5; drawn++) {
                highlighter.beginFrame(filter);
                for (int line = 0; line < 60; line++) {
                    highlighter.find(lines.get(line % lines.size()));
                }
            }
            return drawn;
        });

        assertThat(frames).as(outcome).isEqualTo(5);
    }

    @Test
    void an_expression_too_slow_to_be_marked_is_told_and_the_next_one_is_marked() {
        MatchHighlighter highlighter = new MatchHighlighter();
        onFx(() -> {
            for (int frame = 0; frame < 5; frame++) {
                highlighter.beginFrame(LogViewFilter.ALL.search("(.+)+\\1#", true));
                highlighter.find("a".repeat(120));
            }
            assertThat(highlighter.tooSlowProperty().get()).isTrue();
            highlighter.beginFrame(LogViewFilter.ALL.search("b+", true));
            assertThat(highlighter.tooSlowProperty().get()).isFalse();
            assertThat(highlighter.find("abba b"))
                    .containsExactly(new MatchHighlighter.Span(1, 3), new MatchHighlighter.Span(5, 6));
        });
    }
}
