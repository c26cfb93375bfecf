package dev.darkroom.generation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HeartbeatContinuityTest {
    private static final Duration SILENCE = Duration.ofSeconds(20);

    private Instant wall = Instant.parse("2026-11-25T12:00:00Z");
    private long nanos = 17;
    private final HeartbeatContinuity continuity = new HeartbeatContinuity(() -> wall, () -> nanos);

    @Test
    void an_engine_that_has_just_begun_may_judge_others() {
        assertThat(continuity.isUnbroken(SILENCE)).isTrue();
    }

    @Test
    void after_the_database_was_away_it_waits_as_long_as_others_have_to_speak() {
        continuity.recordMiss();
        assertThat(continuity.isUnbroken(SILENCE)).isFalse();
        beat(Duration.ofSeconds(20));
        assertThat(continuity.isUnbroken(SILENCE)).isFalse();
        beat(Duration.ofSeconds(1));
        assertThat(continuity.isUnbroken(SILENCE)).isTrue();
    }

    @Test
    void a_process_that_stood_still_knows_it_before_its_next_beat() {
        pass(Duration.ofSeconds(16));
        assertThat(continuity.isUnbroken(SILENCE)).isFalse();
        beat(Duration.ofSeconds(22));
        assertThat(continuity.isUnbroken(SILENCE)).isTrue();
    }

    @Test
    void a_machine_that_slept_knows_it_by_the_wall_clock_alone() {
        wall = wall.plus(Duration.ofHours(9));
        assertThat(continuity.isUnbroken(SILENCE)).isFalse();
    }

    private void beat(Duration after) {
        for (Duration left = after; left.isPositive(); left = left.minusSeconds(1)) {
            pass(Duration.ofSeconds(1));
            continuity.recordBeat();
        }
    }

    private void pass(Duration time) {
        wall = wall.plus(time);
        nanos += time.toNanos();
    }
}
