package dev.darkroom.console.generations.details;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.credit.CreditQueries;
import dev.darkroom.database.TestDatabase;
import dev.darkroom.fal.catalog.ModelCatalog;
import dev.darkroom.generation.SeededGenerations;
import dev.darkroom.generation.diagnosis.StuckThresholds;
import dev.darkroom.generation.query.GenerationDetails;
import dev.darkroom.generation.query.GenerationQueries;
import dev.darkroom.storage.FileQueries;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GenerationDetailsModelTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static SeededGenerations seeded;

    private final Set<UUID> searched = new LinkedHashSet<>();
    private final Queue<Runnable> background = new ArrayDeque<>();
    private final GenerationDetailsModel model = new GenerationDetailsModel(
            new GenerationDetailsReader(
                    new GenerationQueries(DATABASE.get(), StuckThresholds.of(ModelCatalog.builtIn(), 1)),
                    new CreditQueries(DATABASE.get()),
                    new FileQueries(DATABASE.get()),
                    generation -> {
                        throw new AssertionError("no link is wanted of " + generation.id());
                    },
                    _ -> List.of(),
                    generation -> searched.add(generation.id())),
            background::add,
            Runnable::run);

    @BeforeAll
    static void seedUser() {
        seeded = new SeededGenerations(DATABASE.get()).users("ana");
    }

    private UUID old() {
        return seeded.one("ana", "fal-ai/flux/schnell", 1, Duration.ofDays(1), "");
    }

    private void next() {
        background.remove().run();
    }

    @Test
    void the_log_files_are_not_searched_while_nobody_sees_the_lines() {
        UUID first = old();
        model.open(first);
        next();
        assertThat(model.detailsProperty().get()).isNotNull();
        assertThat(background).isEmpty();

        model.logFilesWantedProperty().set(true);
        next();
        assertThat(searched).containsExactly(first);
    }

    @Test
    void the_log_files_are_searched_after_the_details_and_for_one_generation_at_a_time() {
        model.logFilesWantedProperty().set(true);
        UUID first = old();
        model.open(first);
        next();
        assertThat(shown()).isEqualTo(first);
        assertThat(background).as("the search").hasSize(1);
        Runnable search = background.remove();

        UUID last = null;
        for (int row = 0; row < 3; row++) {
            last = old();
            model.open(last);
            next();
            assertThat(shown()).isEqualTo(last);
            assertThat(background).as("a search is running").isEmpty();
        }
        search.run();
        while (!background.isEmpty()) {
            next();
        }
        assertThat(searched).containsExactly(first, last);
    }

    private UUID shown() {
        GenerationDetails details = model.detailsProperty().get();
        assertThat(details).isNotNull();
        return details.generation().id();
    }
}
