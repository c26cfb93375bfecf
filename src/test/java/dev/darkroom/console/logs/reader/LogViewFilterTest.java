package dev.darkroom.console.logs.reader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.logfile.LogFile;
import dev.darkroom.logfile.parse.LogLevel;
import dev.darkroom.logfile.query.LogQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogViewFilterTest {
    @TempDir
    Path folder;

    private int found(String log, String search, boolean regex) throws IOException {
        Path path = Files.writeString(folder.resolve("server.log"), log);
        Pattern pattern = LogViewFilter.ALL.search(search, regex).pattern();
        try (LogFile file = LogFile.open(path)) {
            return file.select(LogQuery.ALL.text(pattern)).size();
        }
    }

    @Test
    void an_expression_finds_the_beginning_and_the_end_of_each_line() throws IOException {
        String log = """
                2026-11-23 13:44:29.123 ERROR [main] a - failed
                java.io.IOException: closed
                Caused by: java.net.SocketException
                \t... 12 more
                2026-11-23 13:44:29.124 INFO  [main] a - Caused by: nothing
                """;

        assertThat(found(log, "^Caused by:", true)).isEqualTo(1);
        assertThat(found(log, "closed$", true)).isEqualTo(1);
        assertThat(found(log, "^caused BY:", false)).isZero();
    }

    @Test
    void the_case_of_all_letters_is_ignored() throws IOException {
        String log = """
                2026-11-23 13:44:29.123 INFO  [main] a - Ärger im LÄRM
                2026-11-23 13:44:29.124 INFO  [main] a - ärger im lärm
                2026-11-23 13:44:29.125 INFO  [main] a - Ошибка
                """;

        assertThat(found(log, "ärger", false)).isEqualTo(2);
        assertThat(found(log, "Ärger im lä", false)).isEqualTo(2);
        assertThat(found(log, "L[Ä]RM", true)).isEqualTo(2);
        assertThat(found(log, "ОШИБКА", false)).isEqualTo(1);
    }

    @Test
    void a_search_of_ascii_is_not_slowed_down_by_letters_that_it_does_not_have() {
        assertThat(LogViewFilter.ALL.search("storage", false).pattern().flags())
                .isEqualTo(Pattern.CASE_INSENSITIVE | Pattern.LITERAL);
    }

    @Test
    void with_all_levels_hidden_nothing_is_shown() throws IOException {
        Path path = Files.writeString(
                folder.resolve("server.log"), "2026-11-23 13:44:29.123 INFO  [main] a - [STORAGE] one\nno time\n");
        LogViewFilter none = LogViewFilter.ALL.levels(Set.of(LogLevel.values()), false);
        Set<String> known = Set.of("STORAGE", "DB");
        try (LogFile file = LogFile.open(path)) {
            assertThat(file.select(none.query(known)).size()).isZero();
            assertThat(file.select(none.withoutCategories()).size()).isZero();
            assertThat(file.select(none.categories(Set.of("DB"), false).query(known))
                            .size())
                    .isZero();
            assertThat(file.select(none.withoutLevels(known)).size()).isEqualTo(1);
        }
    }
}
