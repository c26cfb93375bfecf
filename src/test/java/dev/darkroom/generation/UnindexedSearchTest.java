package dev.darkroom.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.database.TestDatabase;
import dev.darkroom.fal.catalog.ModelCatalog;
import dev.darkroom.generation.diagnosis.StuckThresholds;
import dev.darkroom.generation.engine.MaintenanceJob;
import dev.darkroom.generation.query.GenerationFilter;
import dev.darkroom.generation.query.GenerationFilter.GenerationPreset;
import dev.darkroom.generation.query.GenerationPage.End;
import dev.darkroom.generation.query.GenerationQueries;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A server without pg_trgm: search reads row by row, finds the same rows, and reports why it is slow. */
class UnindexedSearchTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final GenerationFilter HERON = GenerationFilter.of(GenerationPreset.ALL, "heron");

    private static GenerationQueries queries;

    @BeforeAll
    static void drop() {
        DATABASE.get().useTransaction(handle -> handle.execute("drop extension pg_trgm cascade"));
        new SeededGenerations(DATABASE.get()).many(5_010);
        queries = new GenerationQueries(DATABASE.get(), StuckThresholds.of(ModelCatalog.builtIn(), 1));
    }

    @Test
    void words_are_found_by_reading_row_after_row_and_nothing_is_copied_for_no_index() {
        MaintenanceJob.step(DATABASE.get());
        MaintenanceJob.step(DATABASE.get());
        assertThat(queries.page(HERON, false, null, 50).lines()).hasSize(2);
        assertThat(number("select count(*) from prompt_search")).isZero();
    }

    @Test
    void a_search_whose_time_is_over_says_that_the_server_has_no_index() {
        assertThat(queries.page(HERON, false, null, 50, Duration.ZERO).end())
                .isEqualTo(End.SEARCH_STOPPED_WITHOUT_INDEX);
    }

    @Test
    void the_index_can_be_made_later() {
        DATABASE.get().useTransaction(handle -> {
            handle.execute("savepoint without");
            assertThat(handle.createQuery("select index_search_words() and index_search_words()")
                            .mapTo(Boolean.class)
                            .one())
                    .isTrue();
            assertThat(PromptSearchIndex.filledUntil(handle)).isPresent();
            handle.execute("rollback to without");
        });
    }

    private static int number(String sql) {
        return DATABASE.get()
                .read(handle -> handle.createQuery(sql).mapTo(Integer.class).one());
    }
}
