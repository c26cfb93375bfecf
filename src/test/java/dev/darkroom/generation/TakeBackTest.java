package dev.darkroom.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.database.TestDatabase;
import dev.darkroom.database.writer.GroupCommitWriter;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The reason for taking back a row is reported accurately. */
final class TakeBackTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    @Test
    void a_lease_that_has_ended_is_not_told_as_the_silence_of_an_engine_that_lives() {
        SeededGenerations seeded =
                new SeededGenerations(DATABASE.get()).engines().users("ana");
        UUID late = seeded.one(
                "ana",
                "fal-ai/flux/dev",
                4,
                Duration.ofMinutes(10),
                SeededGenerations.processing(SeededGenerations.ENGINE, GenerationStage.SUBMITTING)
                        .replace("+ interval '5 min'", "- interval '1 s'"));
        UUID orphan = seeded.one(
                "ana",
                "fal-ai/flux/dev",
                4,
                Duration.ofMinutes(10),
                SeededGenerations.processing(SeededGenerations.DEAD_ENGINE, GenerationStage.SUBMITTING));
        UUID living = seeded.one(
                "ana",
                "fal-ai/flux/dev",
                4,
                Duration.ofMinutes(10),
                SeededGenerations.processing(SeededGenerations.ENGINE, GenerationStage.SUBMITTING));
        try (GroupCommitWriter writer = GroupCommitWriter.open(DATABASE.settings(), 1)) {
            GenerationRepository generations = new GenerationRepository(DATABASE.get(), writer);
            assertThat(generations.reclaimLost(Duration.ofSeconds(20))).isEqualTo(2);
            assertThat(causes(generations, late)).containsExactly("LEASE_ENDED");
            assertThat(causes(generations, orphan)).containsExactly("ENGINE_SILENT");
            assertThat(causes(generations, living)).isEmpty();
        }
    }

    private static List<String> causes(GenerationRepository generations, UUID id) {
        return generations.timeline(id).stream()
                .filter(event -> event.kind() == TimelineKind.TAKEN_BACK)
                .map(event -> event.text("cause"))
                .toList();
    }
}
