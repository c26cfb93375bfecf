package dev.darkroom.console.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.logs.reader.LogSource;
import dev.darkroom.console.logs.reader.LogViewFilter;
import dev.darkroom.logfile.HostileFiles;
import dev.darkroom.logfile.LogFile;
import dev.darkroom.logging.DefectReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Hostile input for the Logs screen: expressions that never finish, files that are not logs, errors during reading. */
class HostileLogsTest extends LogsScreenRig {
    private void lookFor(String expression) {
        onFx(() -> model.setFilter(LogViewFilter.ALL.search(expression, true)));
    }

    private void show(LogSource source) {
        onFx(() -> model.open(source));
    }

    private boolean says(String text) {
        return scene().getRoot().lookupAll(".label").stream()
                .anyMatch(node -> node instanceof Label label && label.getText().contains(text));
    }

    @Test
    void an_expression_that_never_ends_leaves_the_window_alive_and_is_refused() {
        open(1440, 900);
        await("all lines", () -> shown() == 200);
        append("2026-11-23 14:44:29.123 INFO  [t] l - " + "many words ".repeat(12) + "\n");
        lookFor("(\\w+ ?)+\\1#");

        long slowest = 0;
        while (fx(() -> found() == null || found().refusal() == null)) {
            long start = System.nanoTime();
            onFx(() -> scene().getRoot().lookup(".log-lines").requestFocus());
            settle();
            slowest = Math.max(slowest, System.nanoTime() - start);
        }
        assertThat(Duration.ofNanos(slowest)).as("no frame is endless").isLessThan(Duration.ofSeconds(20));
        await("the sentence", () -> says("The expression takes too long on many lines: simplify it"));
        await("the field too", () -> says("refused"));
        pictures("logs-refused-expression");
        lookFor("Refunded (\\d+) credits");
        await(
                "others are found",
                () -> found() != null
                        && found().matches() != null
                        && found().matches().size() == 20);
        assertThat(look().refusal()).isNull();
    }

    @Test
    void an_expression_that_is_nested_too_deep_is_refused_beside_the_field() {
        open(1440, 900);
        await("all lines", () -> shown() == 200);
        onFx(() -> screen.filter());
        robot.write("x");
        onFx(() -> {
            ToggleButton regex = (ToggleButton) scene().getRoot().lookupAll(".toggle-button").stream()
                    .filter(node -> node instanceof ToggleButton button && ".*".equals(button.getText()))
                    .findFirst()
                    .orElseThrow();
            regex.fire();
            ((javafx.scene.control.TextField) scene().getFocusOwner()).setText("(".repeat(60) + "x" + ")".repeat(60));
        });
        await("the sentence", () -> says("The expression is nested more than 50 levels deep: simplify it."));
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/hostile/files.csv", useHeadersInDisplayName = true)
    void a_file_that_is_no_log_gets_a_sentence_in_the_window(String input, String outcome) throws Exception {
        open(1440, 900);
        await("all lines", () -> shown() == 200);
        Path file = new HostileFiles(folder).make(input);
        show(LogSource.file(file));

        if (outcome.endsWith(" records")) {
            await(
                    "its records",
                    () -> found() != null
                            && found().source().equals(LogSource.file(file))
                            && outcome.equals(found().records() + " records"));
        } else {
            await("it cannot be shown", () -> says("This file cannot be shown"));
            assertThat(look().problem()).startsWith(file.toString());
        }
        if (input.equals("zero")) {
            pictures("logs-refused-file");
        }
    }

    @Test
    void an_error_while_a_log_is_read_is_told_and_the_reading_goes_on() {
        open(1440, 900);
        await("all lines", () -> shown() == 200);
        AtomicInteger tries = new AtomicInteger();
        show(LogSource.allEngines(
                _ -> {
                    if (tries.incrementAndGet() <= 3) {
                        throw new OutOfMemoryError("Java heap space");
                    }
                    return LogFile.openUnread(log);
                },
                java.util.Optional::empty,
                _ -> false));

        await("it is told or over", () -> found() != null);
        await("all lines of the other", () -> shown() == 200 && found().problem() == null);
        assertThat(tries).hasValue(4);
    }

    @Test
    void an_error_while_lines_are_read_is_told_and_does_not_end_the_reading() {
        open(1440, 900);
        await("all lines", () -> shown() == 200);
        List<Throwable> told = new CopyOnWriteArrayList<>();
        AtomicInteger read = new AtomicInteger();
        try (DefectReport.Listening _ = DefectReport.listen(told::add)) {
            onFx(() -> {
                model.records().read(_ -> {
                    throw new StackOverflowError();
                });
                model.records().read(_ -> read.incrementAndGet());
            });
            await("the next one", () -> read.get() == 1);
        }

        assertThat(told).hasSize(1);
    }
}
