package dev.darkroom.generation.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.database.TestDatabase;
import dev.darkroom.fal.catalog.ModelCatalog;
import dev.darkroom.generation.SeededGenerations;
import dev.darkroom.generation.diagnosis.TypicalDurationStore.TypicalDurations;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TypicalDurationStoreTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final String SLOW = "fal-ai/flux/dev";
    private static final String FAST = "fal-ai/flux/schnell";
    private static final String RARE = "fal-ai/stable-audio";

    private static TypicalDurationStore times;

    /** {@code many} gives each third row to one of the three models. */
    @BeforeAll
    static void finish_many() {
        new SeededGenerations(DATABASE.get()).many(3_000);
        DATABASE.get().useTransaction(handle -> {
            handle.execute(
                    "update generation set submitted_at = created_at, fal_started_at = created_at + interval '50 s',"
                            + " rendered_at = created_at + interval '150 s' + (abs(hashtext(id::text)) % 100) * interval '1 s'"
                            + " where model = '" + SLOW + "'");
            handle.execute(
                    "update generation set submitted_at = created_at, fal_started_at = created_at + interval '1 s',"
                            + " rendered_at = created_at + interval '3 s' where model = '" + FAST + "'");
            handle.execute(
                    "update generation set submitted_at = created_at, rendered_at = created_at + interval '900 s'"
                            + " where id in (select id from generation where model = '" + RARE
                            + "' and status = 'COMPLETED' limit 19)");
        });
        times = new TypicalDurationStore(DATABASE.get(), ModelCatalog.builtIn(), 1);
        times.read();
    }

    @Test
    void what_99_of_100_needed_replaces_the_catalog_and_queue_and_run_are_told_apart() {
        TypicalDurations usual = times.apply(SLOW);
        assertThat(usual.queue().usual()).isEqualTo(Duration.ofSeconds(50));
        assertThat(usual.queue().limit()).isEqualTo(Duration.ofSeconds(75));
        assertThat(usual.run().usual()).isBetween(Duration.ofSeconds(130), Duration.ofSeconds(170));
        assertThat(usual.run().p99()).isBetween(Duration.ofSeconds(195), Duration.ofSeconds(199));
        assertThat(usual.run().limit())
                .isEqualTo(usual.run().p99().multipliedBy(3).dividedBy(2));
        assertThat(usual.run().measured()).isGreaterThan(900);
        assertThat(usual.run().words(SLOW).english()).contains("usual for flux/dev is 2:", "99 of 100 within 3:1");
    }

    @Test
    void the_floor_holds_for_what_is_always_quick() {
        assertThat(times.apply(FAST).run().usual()).isEqualTo(Duration.ofSeconds(2));
        assertThat(times.apply(FAST).run().limit()).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void too_few_finished_ones_leave_the_catalog_in_force() {
        assertThat(times.apply(RARE)).isEqualTo(StuckThresholds.catalog(ModelCatalog.builtIn(), 1, RARE));
        assertThat(times.apply("fal-ai/unheard-of").run().measured()).isZero();
    }
}
