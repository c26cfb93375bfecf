package dev.darkroom.console.logs.reader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.logfile.parse.LogLevel;
import dev.darkroom.logfile.query.LogFacet;
import dev.darkroom.logfile.query.LogFacet.FacetChoice;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogFilterJsonTest {
    private static final LogViewFilter FULL = new LogViewFilter(
            Set.of("STORAGE-UPLOAD", "-"),
            Set.of(LogLevel.INFO, LogLevel.DEBUG),
            "8f3c1a2e-99ae-47de-92a4-fb643ad336f4",
            LocalDateTime.parse("2026-11-23T13:44:00.123456789"),
            LocalDateTime.parse("2026-11-23T14:00:00"),
            Map.of(
                    LogFacet.THREAD, new FacetChoice(true, Set.of("run-*")),
                    LogFacet.MODEL, new FacetChoice(false, Set.of())),
            "50[34]\\b \"ä\"",
            true,
            true);

    @Test
    void every_condition_comes_back_as_it_was() {
        assertThat(LogViewFilter.read(LogViewFilter.write(FULL))).isEqualTo(FULL);
        assertThat(LogViewFilter.read(LogViewFilter.write(LogViewFilter.ALL))).isEqualTo(LogViewFilter.ALL);
    }

    @Test
    void a_condition_that_is_missing_is_none_and_an_unknown_one_is_passed_over() {
        assertThat(LogViewFilter.read("{\"search\": \"503\", \"colour\": \"red\"}"))
                .isEqualTo(LogViewFilter.ALL.search("503", false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "\"level:error\"",
                "{\"search\": \"503\"",
                "{\"search\": null}",
                "{\"generation\": null}",
                "{\"hidden\": null}",
                "{\"hiddenLevels\": [\"LOUD\"]}",
                "{\"since\": \"yesterday\"}",
                "{\"facets\": {\"COLOUR\": {\"without\": true, \"values\": []}}}",
                "{\"facets\": {\"THREAD\": null}}",
                "{\"search\": \"(\", \"regex\": true}"
            })
    void what_cannot_be_read_filters_nothing(String text) {
        assertThat(LogViewFilter.read(text)).isEqualTo(LogViewFilter.ALL);
    }
}
