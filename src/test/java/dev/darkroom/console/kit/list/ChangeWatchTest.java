package dev.darkroom.console.kit.list;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.ConsoleWindowTest;
import dev.darkroom.event.EventBus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ChangeWatchTest extends ConsoleWindowTest {
    private final AtomicBoolean down = new AtomicBoolean();
    private final List<String> answers = new ArrayList<>();
    private final List<Exception> outcomes = new ArrayList<>();

    @Test
    void an_outage_is_told_and_so_is_its_end_without_waiting_for_a_change() {
        down.set(true);
        ChangeWatch<String> watch = fx(() -> new ChangeWatch<>(
                feed(),
                new EventBus(),
                _ -> true,
                () -> {
                    if (down.get()) {
                        throw new IOException("no route to the database");
                    }
                    return "newest";
                },
                answers::add,
                outcomes::add));
        await("each failure", () -> outcomes.size() >= 2);
        assertThat(fx(() -> List.copyOf(outcomes))).allMatch(outcome -> outcome instanceof IOException);
        assertThat(fx(() -> List.copyOf(answers))).isEmpty();

        down.set(false);
        await("the success", () -> outcomes.getLast() == null);
        assertThat(fx(() -> List.copyOf(answers))).isEqualTo(Arrays.asList("newest"));
        onFx(() -> watch.close());
    }
}
