package dev.darkroom.logfile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.logfile.match.ExpressionException;
import dev.darkroom.logfile.match.SearchExpression;
import dev.darkroom.logfile.query.LogSearch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/**
 * Each expression quickly gets a result: its matches, the number of records it was too slow for, or the reason for its
 * rejection.
 */
@Timeout(30)
class HostileExpressionsTest {
    private static final String HEAD = "2026-11-23 13:44:29.123 INFO  [t] l - ";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvFileSource(resources = "/hostile/expressions.csv", useHeadersInDisplayName = true)
    void an_expression_ends(String input, String outcome) throws IOException {
        Path log = Files.writeString(
                folder.resolve("backend.log"),
                String.join("\n" + HEAD, HEAD + "a".repeat(120) + "!", "upload of 4 files refused (503)", "(((((E)))))")
                        + "\n" + HEAD + "\n" + HEAD + "many words ".repeat(12) + "\n" + HEAD + "ab".repeat(40_000)
                        + "\n");

        assertThat(answer(log, HostileExpressions.named(input))).isEqualTo(outcome);
    }

    private static String answer(Path log, String expression) throws IOException {
        try (LogFile file = LogFile.open(log)) {
            LogSearch search = file.search(SearchExpression.compile(expression, Pattern.CASE_INSENSITIVE));
            search.run(() -> false, () -> {});
            return search.matches() + " found" + (search.leftOut() == 0 ? "" : ", " + search.leftOut() + " left out");
        } catch (PatternSyntaxException wrong) {
            return wrong.getDescription();
        } catch (ExpressionException refused) {
            return refused.getMessage();
        }
    }
}
