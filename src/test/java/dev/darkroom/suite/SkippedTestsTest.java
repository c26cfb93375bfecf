package dev.darkroom.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs after all other tests and reports which of them this machine could not run, so that they are not taken for passed. */
@Tag("last")
class SkippedTestsTest {
    private static final Pattern SKIPPED = Pattern.compile(
            "<testcase name=\"([^\"]*)\" classname=\"[^\"]*?(\\w+)\"[^>]*>\\s*<skipped(?: message=\"([^\"]*)\")?");

    @Test
    void what_was_skipped_is_counted_and_said() throws IOException {
        List<String> skipped = new ArrayList<>();
        for (Path report : SuiteSecretsTest.reports()) {
            String text = Files.readString(report);
            List<String> found = SKIPPED.matcher(text)
                    .results()
                    .map(test ->
                            test.group(2) + "." + test.group(1) + (test.group(3) == null ? "" : ": " + test.group(3)))
                    .toList();
            assertThat(found).as("skipped tests of %s", report).hasSize(text.split("<skipped\\b", -1).length - 1);
            skipped.addAll(found);
        }
        System.out.println(
                skipped.isEmpty()
                        ? "No test was skipped."
                        : "Skipped on this machine, " + skipped.size() + " tests:\n  " + String.join("\n  ", skipped));
    }
}
