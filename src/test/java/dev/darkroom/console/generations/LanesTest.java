package dev.darkroom.console.generations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.database.TestDatabase;
import dev.darkroom.generation.SeededGenerations;
import dev.darkroom.generation.Stage;
import dev.darkroom.generation.TimelineKind;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LanesTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    @Test
    void a_silence_of_fal_is_drawn_to_the_right_edge() {
        try (Bench bench = new Bench(DATABASE.get())) {
            SeededGenerations seed =
                    new SeededGenerations(DATABASE.get()).engines().users("ana");
            UUID id = seed.one(
                    "ana",
                    "fal-ai/flux/dev",
                    4,
                    Duration.ofSeconds(1002),
                    SeededGenerations.processing(SeededGenerations.ENGINE, Stage.SUBMITTED)
                            + ", fal_status = 'IN_PROGRESS', fal_started_at = now() - interval '950 s', fal_changed_at = now() - interval '950 s'");
            StageEvents events = new StageEvents(DATABASE.get(), id);
            events.add(1001, TimelineKind.CLAIMED);
            events.add(1000, TimelineKind.SUBMITTED);
            events.add(950, TimelineKind.IN_PROGRESS);
            DossierModel model = bench.dossiers(_ -> List.of(), Runnable::run, Runnable::run);
            model.open(id);
            Lanes lanes = Lanes.of(model.dossierProperty().get());

            assertThat(lanes.open()).isTrue();
            List<Lanes.Bar> fal = lanes.bars().stream()
                    .filter(bar -> bar.lane() == Lanes.Lane.FAL)
                    .toList();
            assertThat(fal)
                    .extracting(Lanes.Bar::look)
                    .containsExactly(Lanes.Look.QUEUE, Lanes.Look.WORK, Lanes.Look.OVERDUE);
            assertThat(fal.getLast().to()).isEqualTo(lanes.to());
            assertThat(fal.getLast().text()).startsWith("no change for 15:5");
            assertThat(lanes.bars())
                    .filteredOn(bar -> bar.lane() == Lanes.Lane.ENGINE && !bar.isPoint())
                    .extracting(Lanes.Bar::look)
                    .containsExactly(Lanes.Look.IDLE, Lanes.Look.QUEUE);
            assertThat(lanes.share(lanes.from())).isZero();
            assertThat(lanes.share(lanes.to())).isEqualTo(1);
        }
    }
}
