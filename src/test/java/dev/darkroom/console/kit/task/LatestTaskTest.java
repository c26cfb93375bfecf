package dev.darkroom.console.kit.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.kit.text.ErrorMessages;
import dev.darkroom.logging.DefectReport;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LatestTaskTest {
    private final LatestTask latest = new LatestTask(Runnable::run, Runnable::run);

    @Test
    void an_error_is_a_failure_is_told_and_the_question_is_asked_again() {
        List<Throwable> told = new ArrayList<>();
        List<String> heard = new ArrayList<>();
        try (DefectReport.Listening _ = DefectReport.listen(told::add)) {
            latest.loadIfIdle(
                    () -> {
                        throw new StackOverflowError();
                    },
                    _ -> heard.add("an answer"),
                    failure -> heard.add(ErrorMessages.of(failure)));
            latest.loadIfIdle(() -> "again", heard::add, failure -> heard.add(failure.toString()));
        }

        assertThat(heard).containsExactly("Something is nested too deeply to process.", "again");
        assertThat(told).hasOnlyElementsOfType(StackOverflowError.class).hasSize(1);
    }
}
