package dev.darkroom.generation.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConcurrencyLimiterTest {
    private final ConcurrencyLimiter gate = new ConcurrencyLimiter(1);

    @Test
    void who_finds_no_place_at_once_does_nothing() {
        Optional<Boolean> second = gate.run(() -> {}, () -> gate.tryRun(() -> true));
        assertThat(second).isEmpty();
        assertThat(gate.tryRun(() -> true)).contains(true);
    }

    @Test
    void a_failure_inside_gives_the_place_back() {
        assertThatThrownBy(() -> gate.tryRun(() -> {
                    throw new IllegalStateException("inside");
                }))
                .hasMessage("inside");
        assertThat(gate.tryRun(() -> true)).contains(true);
    }
}
