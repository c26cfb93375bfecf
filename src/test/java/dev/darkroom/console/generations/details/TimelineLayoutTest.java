package dev.darkroom.console.generations.details;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.generations.GenerationMessages;
import dev.darkroom.console.generations.GenerationsTestBench;
import dev.darkroom.console.generations.StageEvents;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.database.TestDatabase;
import dev.darkroom.generation.GenerationStage;
import dev.darkroom.generation.SeededGenerations;
import dev.darkroom.generation.TimelineKind;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TimelineLayoutTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final TimelineMessages MESSAGES = new TimelineMessages(GenerationMessages.TEXTS, ValueFormats.utc());

    @Test
    void a_silence_of_fal_is_drawn_to_the_right_edge() {
        try (GenerationsTestBench bench = new GenerationsTestBench(DATABASE.get())) {
            SeededGenerations seed =
                    new SeededGenerations(DATABASE.get()).engines().users("ana");
            UUID id = seed.one(
                    "ana",
                    "fal-ai/flux/dev",
                    4,
                    Duration.ofSeconds(1002),
                    SeededGenerations.processing(SeededGenerations.ENGINE, GenerationStage.SUBMITTED)
                            + ", fal_status = 'IN_PROGRESS', fal_started_at = now() - interval '950 s', fal_changed_at = now() - interval '950 s'");
            StageEvents events = new StageEvents(DATABASE.get(), id);
            events.add(1001, TimelineKind.CLAIMED);
            events.add(1000, TimelineKind.SUBMITTED);
            events.add(950, TimelineKind.IN_PROGRESS);
            GenerationDetailsModel model = bench.detailsModel(_ -> List.of(), Runnable::run, Runnable::run);
            model.open(id);
            TimelineLayout lanes = TimelineLayout.of(model.detailsProperty().get(), MESSAGES);

            assertThat(lanes.open()).isTrue();
            List<TimelineLayout.Bar> fal = lanes.bars().stream()
                    .filter(bar -> bar.lane() == TimelineLayout.Lane.FAL)
                    .toList();
            assertThat(fal)
                    .extracting(TimelineLayout.Bar::style)
                    .containsExactly(
                            TimelineLayout.BarStyle.QUEUE,
                            TimelineLayout.BarStyle.WORK,
                            TimelineLayout.BarStyle.OVERDUE);
            assertThat(fal.getLast().to()).isEqualTo(lanes.to());
            assertThat(fal.getLast().text()).startsWith("no change for 15:5");
            assertThat(lanes.bars())
                    .filteredOn(bar -> bar.lane() == TimelineLayout.Lane.ENGINE && !bar.isPoint())
                    .extracting(TimelineLayout.Bar::style)
                    .containsExactly(TimelineLayout.BarStyle.IDLE, TimelineLayout.BarStyle.QUEUE);
            assertThat(lanes.share(lanes.from())).isZero();
            assertThat(lanes.share(lanes.to())).isEqualTo(1);
        }
    }

    @Test
    void lines_that_come_in_one_write_draw_what_lies_between_the_writes() {
        try (GenerationsTestBench bench = new GenerationsTestBench(DATABASE.get())) {
            UUID id = completed(4);
            StageEvents events = new StageEvents(DATABASE.get(), id);
            events.add(50, TimelineKind.RENDERED);
            events.add(50, TimelineKind.STORING, "{\"files\": 1}");
            events.add(45, TimelineKind.STORED, "{\"files\": 1}");
            events.add(45, TimelineKind.COMPLETED);
            List<TimelineLayout.Bar> bars = lanes(bench, id).bars();

            assertThat(bars)
                    .filteredOn(bar -> bar.lane() == TimelineLayout.Lane.FAL && !bar.isPoint())
                    .extracting(TimelineLayout.Bar::text)
                    .containsExactly("queue", "run");
            assertThat(bars)
                    .filteredOn(bar -> bar.lane() == TimelineLayout.Lane.STORAGE)
                    .extracting(TimelineLayout.Bar::text)
                    .containsExactly("store", "signed");
            assertThat(bars)
                    .filteredOn(bar -> bar.lane() == TimelineLayout.Lane.CREDITS)
                    .extracting(TimelineLayout.Bar::text)
                    .singleElement()
                    .asString()
                    .contains("4 credits deducted");
        }
    }

    @Test
    void what_is_free_has_no_point_in_the_lane_of_the_credits() {
        try (GenerationsTestBench bench = new GenerationsTestBench(DATABASE.get())) {
            assertThat(lanes(bench, completed(0)).bars()).noneMatch(bar -> bar.lane() == TimelineLayout.Lane.CREDITS);
        }
    }

    @Test
    void between_its_end_and_a_retry_nobody_waited() {
        try (GenerationsTestBench bench = new GenerationsTestBench(DATABASE.get())) {
            UUID id = completed(4);
            StageEvents events = new StageEvents(DATABASE.get(), id);
            events.add(50, TimelineKind.FAILED, "{\"message\": \"no\"}");
            events.add(30, TimelineKind.RETRIED, "{\"from\": \"SUBMIT\", \"reason\": \"again\"}");
            events.add(28, TimelineKind.CLAIMED);
            List<TimelineLayout.Bar> engine = lanes(bench, id).bars().stream()
                    .filter(bar -> bar.lane() == TimelineLayout.Lane.ENGINE && !bar.isPoint())
                    .toList();

            assertThat(engine)
                    .extracting(bar -> bar.text().split(" ")[0] + " " + bar.style())
                    .containsExactly("waiting IDLE", "attempt BAD", "waiting IDLE", "run QUEUE");
            assertThat(Duration.between(engine.get(2).from(), engine.get(2).to())
                            .toSeconds())
                    .isEqualTo(2);
        }
    }

    @Test
    void a14_the_attempts_of_a_second_run_are_told_apart_from_those_of_the_first() {
        try (GenerationsTestBench bench = new GenerationsTestBench(DATABASE.get())) {
            UUID id = completed(4);
            StageEvents events = new StageEvents(DATABASE.get(), id);
            events.add(50, TimelineKind.FAILED, "{\"message\": \"no\"}");
            events.add(30, TimelineKind.RETRIED, "{\"from\": \"SUBMIT\", \"reason\": \"again\"}");
            events.add(28, TimelineKind.CLAIMED);
            events.add(20, TimelineKind.FAILED, "{\"message\": \"no\"}");
            events.add(15, TimelineKind.EDITED, "{\"reason\": \"again\"}");
            events.add(12, TimelineKind.CLAIMED);

            assertThat(lanes(bench, id).bars())
                    .filteredOn(bar -> bar.lane() == TimelineLayout.Lane.ENGINE && !bar.isPoint())
                    .extracting(bar -> bar.text().split(" \u00b7 ")[0])
                    .filteredOn(text -> text.contains("attempt"))
                    .containsExactly("attempt 1", "run 2, attempt 1", "run 3, attempt 1");
        }
    }

    /** With the lines up to its run at fal.ai. */
    private static UUID completed(long credits) {
        String user = UUID.randomUUID().toString();
        UUID id = new SeededGenerations(DATABASE.get())
                .users(user)
                .one(
                        user,
                        "fal-ai/flux/dev",
                        credits,
                        Duration.ofSeconds(60),
                        "status = 'COMPLETED', attempt = 1, finished_at = now(), " + SeededGenerations.request());
        StageEvents events = new StageEvents(DATABASE.get(), id);
        events.add(59, TimelineKind.CLAIMED);
        events.add(58, TimelineKind.SUBMITTED, "{\"request\": \"r\"}");
        events.add(56, TimelineKind.IN_PROGRESS);
        return id;
    }

    private static TimelineLayout lanes(GenerationsTestBench bench, UUID id) {
        GenerationDetailsModel model = bench.detailsModel(_ -> List.of(), Runnable::run, Runnable::run);
        model.open(id);
        return TimelineLayout.of(model.detailsProperty().get(), MESSAGES);
    }
}
