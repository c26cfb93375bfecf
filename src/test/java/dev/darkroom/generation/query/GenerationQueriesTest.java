package dev.darkroom.generation.query;

import static dev.darkroom.system.RecordCopy.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.database.ConnectionPools;
import dev.darkroom.database.TestDatabase;
import dev.darkroom.fal.catalog.ModelCatalog;
import dev.darkroom.generation.GenerationRow;
import dev.darkroom.generation.GenerationStage;
import dev.darkroom.generation.SeededGenerations;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis;
import dev.darkroom.generation.diagnosis.StuckThresholds;
import dev.darkroom.generation.query.GenerationFilter.GenerationPreset;
import dev.darkroom.generation.query.GenerationPage.Line;
import dev.darkroom.generation.query.GenerationQueries.Counts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GenerationQueriesTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final int ROWS = 20_000;

    private static GenerationQueries queries;
    private static SeededGenerations seed;
    private static UUID running;
    private static UUID stuck;
    private static UUID orphan;
    private static UUID held;
    private static UUID withoutUrl;

    @BeforeAll
    static void seed() {
        queries = new GenerationQueries(DATABASE.get(), StuckThresholds.of(ModelCatalog.builtIn(), 1));
        seed = new SeededGenerations(DATABASE.get())
                .engines()
                .users("ana.kovac", "ana")
                .many(ROWS);
        running = seed.one(
                "ana",
                "fal-ai/flux/dev",
                4,
                Duration.ofSeconds(20),
                SeededGenerations.processing(SeededGenerations.ENGINE, GenerationStage.SUBMITTED));
        stuck = seed.one(
                "ana",
                "fal-ai/flux/dev",
                4,
                Duration.ofMinutes(16),
                SeededGenerations.processing(SeededGenerations.ENGINE, GenerationStage.SUBMITTED)
                        + ", fal_status = 'IN_PROGRESS', fal_started_at = now() - interval '15 min'"
                        + SeededGenerations.flagged(GenerationDiagnosis.Cause.RUN_TOO_LONG));
        orphan = seed.one(
                "ana.kovac",
                "fal-ai/flux/dev",
                4,
                Duration.ofSeconds(90),
                SeededGenerations.processing(SeededGenerations.DEAD_ENGINE, GenerationStage.STORING)
                        + SeededGenerations.flagged(GenerationDiagnosis.Cause.WORKER_GONE));
        held = seed.one(
                "ana.kovac",
                "fal-ai/flux/dev",
                4,
                Duration.ofHours(2),
                "hold = 'SUBMIT_UNKNOWN', submit_started_at = now(), error = 'lost', error_kind = 'UNKNOWN', error_code = 'submit_unknown'"
                        + SeededGenerations.flagged(GenerationDiagnosis.Cause.SUBMIT_UNKNOWN));
        withoutUrl = seed.one(
                "ana.kovac",
                "fal-ai/flux/dev",
                4,
                Duration.ofHours(3),
                "status = 'COMPLETED', finished_at = now(), media_path = 'ana/x.png'"
                        + SeededGenerations.flagged(GenerationDiagnosis.Cause.NO_MEDIA_URL));
        DATABASE.get().useTransaction(handle -> handle.execute("analyze generation"));
    }

    @Test
    void an_export_holds_all_that_match_and_not_only_a_page(@TempDir Path folder) throws Exception {
        GenerationFilter filter = GenerationFilter.of(GenerationPreset.COMPLETED);
        Path file = folder.resolve("generations.csv");

        long written = new GenerationExport(queries).write(filter, file, _ -> {});

        List<String> lines = Files.readAllLines(file);
        assertThat(written).isGreaterThan(2_000);
        assertThat(lines).hasSize((int) written + 1);
        assertThat(lines.getFirst()).startsWith("id,created,user,model,");
        assertThat(Set.copyOf(lines)).hasSameSizeAs(lines);
    }

    @Test
    void pages_are_complete_and_without_doubles_while_rows_are_inserted() {
        Set<UUID> seen = new HashSet<>();
        List<GenerationRow.Key> keys = new ArrayList<>();
        GenerationRow.Key after = null;
        GenerationPage page;
        do {
            page = queries.page(GenerationFilter.of(GenerationPreset.COMPLETED), false, after, 777);
            for (Line line : page.lines()) {
                assertThat(seen.add(line.row().id())).isTrue();
                keys.add(line.row().key());
            }
            after = keys.getLast();
            seed.one("ana", "fal-ai/flux/dev", 1, Duration.ZERO, "");
        } while (page.more());
        assertThat(seen).hasSize(ROWS * 19 / 20);
        assertThat(keys).isSortedAccordingTo((a, b) -> b.createdAt().compareTo(a.createdAt()));
    }

    @Test
    void the_view_of_attention_finds_every_kind_of_stuck_and_nothing_else() {
        assertThat(ids(all(GenerationFilter.of(GenerationPreset.ATTENTION), true)))
                .containsExactly(withoutUrl, held, stuck, orphan);
        assertThat(ids(all(
                        with(
                                GenerationFilter.of(GenerationPreset.ALL),
                                "states",
                                Set.of(GenerationDiagnosis.State.STUCK)),
                        false)))
                .containsExactly(orphan, stuck, held, withoutUrl);
        assertThat(queries.counts().of(GenerationPreset.ATTENTION)).isEqualTo(4);
    }

    @Test
    void a_state_is_told_as_the_chip_shows_it() {
        GenerationFilter flight = GenerationFilter.of(GenerationPreset.IN_FLIGHT);
        assertThat(ids(all(flight, true))).containsExactly(running);
        assertThat(ids(all(with(flight, "states", Set.of(GenerationDiagnosis.State.AT_FAL)), true)))
                .containsExactly(running);
    }

    @Test
    void a_user_is_found_exactly_or_by_a_part_of_the_name() {
        GenerationFilter flight = GenerationFilter.of(GenerationPreset.IN_FLIGHT);
        assertThat(ids(all(with(flight, "users", List.of("ana")), true))).containsExactly(running);
        GenerationFilter attention = GenerationFilter.of(GenerationPreset.ATTENTION);
        assertThat(ids(all(with(attention, "users", List.of("KOVAC")), true)))
                .containsExactly(withoutUrl, held, orphan);
        assertThat(all(with(flight, "users", List.of("nobody")), true)).isEmpty();
        GenerationFilter everything = GenerationFilter.of(GenerationPreset.ALL);
        assertThat(all(with(everything, "users", List.of("user-3")), false)).hasSize(ROWS / 10);
        assertThat(all(with(everything, "users", List.of("user-3", "user-4")), false))
                .hasSize(ROWS / 5);
    }

    @Test
    void a_model_is_found_by_a_part_of_its_name() {
        GenerationFilter failed = with(GenerationFilter.of(GenerationPreset.FAILED), "models", List.of("audio"));
        List<Line> found = all(failed, false);
        assertThat(found).hasSize(334).allMatch(line -> line.row().model().equals("fal-ai/stable-audio"));
    }

    @Test
    void a_text_is_an_id_a_request_or_words() {
        GenerationFilter everything = GenerationFilter.of(GenerationPreset.ALL);
        assertThat(ids(all(with(everything, "text", stuck.toString()), false))).containsExactly(stuck);
        assertThat(ids(all(with(everything, "text", stuck.toString().substring(0, 8)), false)))
                .contains(stuck)
                .hasSizeLessThan(3);
        assertThat(all(with(everything, "text", "request-4711"), false))
                .singleElement()
                .satisfies(line -> assertThat(line.row().job().requestId()).isEqualTo("request-4711"));
        assertThat(all(with(everything, "text", "heron number"), false)).hasSize(ROWS / 5000);
        assertThat(all(with(everything, "text", "50%_"), false)).isEmpty();
        assertThat(all(with(everything, "error", "content POLICY"), false)).hasSize(ROWS / 20);
    }

    @Test
    void counts_stop_at_their_limit() {
        GenerationQueries.Counts counts = queries.counts();
        assertThat(counts.of(GenerationPreset.COMPLETED)).isEqualTo(GenerationQueries.COUNT_LIMIT);
        assertThat(counts.of(GenerationPreset.FAILED)).isEqualTo(ROWS / 20);
        assertThat(counts.of(GenerationPreset.IN_FLIGHT)).isEqualTo(1);
        assertThat(counts.estimate()).isGreaterThanOrEqualTo(ROWS);
    }

    @Test
    void a13_each_generation_stands_in_one_view_and_all_is_the_sum_of_them() {
        List<UUID> everywhere = new ArrayList<>();
        for (GenerationPreset view : GenerationPreset.values()) {
            if (view != GenerationPreset.ALL) {
                everywhere.addAll(ids(all(GenerationFilter.of(view), false)));
            }
        }
        assertThat(everywhere)
                .doesNotHaveDuplicates()
                .hasSameElementsAs(ids(all(GenerationFilter.of(GenerationPreset.ALL), false)));
    }

    @Test
    void a13_counts_follow_the_filter() {
        GenerationFilter everything = GenerationFilter.of(GenerationPreset.ALL);
        for (GenerationFilter filter : List.of(
                with(everything, "users", List.of("kovac")),
                with(everything, "users", List.of("user-3")),
                with(everything, "models", List.of("audio")),
                with(everything, "states", Set.of(GenerationDiagnosis.State.STUCK)),
                with(everything, "text", "heron number 5"),
                with(everything, "error", "policy"),
                with(everything, "users", List.of("nobody")))) {
            Counts counts = queries.counts(filter);
            for (GenerationPreset view : GenerationPreset.values()) {
                assertThat(counts.of(view))
                        .as("%s of %s", view, filter)
                        .isEqualTo(all(filter.withView(view), false).size());
            }
        }
    }

    @Test
    void few_completed_among_many_failed_are_counted_as_they_are() {
        DATABASE.get().useTransaction(handle -> {
            handle.execute("savepoint as_seeded");
            handle.execute("""
                    update generation set status = 'FAILED', error = 'e', refunded = true, error_kind = 'FINAL'
                    where status = 'COMPLETED' and created_at < now() - interval '9100 seconds' and attention_cause is null
                    """);
            handle.execute("analyze generation");
            Counts counts = GenerationCounter.all(handle);
            assertThat(counts.of(GenerationPreset.FAILED)).isEqualTo(GenerationQueries.COUNT_LIMIT);
            assertThat(counts.of(GenerationPreset.COMPLETED)).isBetween(8_000L, 9_500L);
            handle.execute("""
                    update generation set status = 'CANCELLED', error = null where status = 'FAILED' and id::text < '8'
                    """);
            assertThat(GenerationCounter.all(handle).of(GenerationPreset.COMPLETED))
                    .isEqualTo(handle.createQuery(
                                    "select count(*) from generation where status = 'COMPLETED' and attention_cause is null")
                            .mapTo(Long.class)
                            .one());
            handle.execute("rollback to as_seeded");
        });
    }

    @Test
    void what_has_ended_of_a_model_or_a_user_is_counted_without_a_look_at_the_table() throws SQLException {
        try (Connection connection = ConnectionPools.connect(DATABASE.settings());
                Statement statement = connection.createStatement()) {
            statement.execute("vacuum analyze darkroom.generation");
        }
        GenerationFilter everything = GenerationFilter.of(GenerationPreset.ALL);
        for (GenerationFilter filter : List.of(
                with(everything, "models", List.of("audio")).withView(GenerationPreset.COMPLETED),
                with(everything, "models", List.of("audio")).withView(GenerationPreset.FAILED),
                with(everything, "users", List.of("user-3")).withView(GenerationPreset.COMPLETED),
                with(everything, "users", List.of("user-3")).withView(GenerationPreset.FAILED))) {
            String plan = DATABASE.get().inTransaction(handle -> {
                // As among millions: a table of some thousand rows is as soon read as a whole.
                handle.execute("set local enable_seqscan = off");
                handle.execute("set local enable_bitmapscan = off");
                GenerationSql sql = new GenerationSql(filter, FilterNameResolver.resolve(handle, filter), false);
                return explained(handle, sql, sql.count(), GenerationQueries.COUNT_LIMIT);
            });
            assertThat(plan).as("%s", filter).contains("Index Only Scan using generation_by_");
        }
    }

    @Test
    void lists_are_read_along_an_index_and_never_sorted_as_a_whole() {
        GenerationFilter user = with(GenerationFilter.of(GenerationPreset.ALL), "users", List.of("user-3"));
        assertThat(plan(user)).contains("generation_by_user").doesNotContain("Seq Scan on generation");
        assertThat(plan(GenerationFilter.of(GenerationPreset.FAILED)))
                .contains("generation_by_status")
                .doesNotContain("Seq Scan on generation");
        assertThat(plan(GenerationFilter.of(GenerationPreset.ALL)))
                .contains("generation_newest")
                .doesNotContain("Seq Scan on generation");
        assertThat(plan(GenerationFilter.of(GenerationPreset.ATTENTION)))
                .contains("generation_attention")
                .doesNotContain("Seq Scan on generation");
    }

    @Test
    void no_list_reads_all_stored_files_to_know_which_are_flagged() {
        for (GenerationPreset view : GenerationPreset.values()) {
            assertThat(plan(GenerationFilter.of(view)))
                    .contains("stored_file")
                    .doesNotContain("hashed SubPlan", "Seq Scan on stored_file");
        }
    }

    private static String plan(GenerationFilter filter) {
        return DATABASE.get().read(handle -> {
            GenerationSql sql = new GenerationSql(filter, FilterNameResolver.resolve(handle, filter), false);
            return explained(handle, sql, sql.page(null), 200);
        });
    }

    private static String explained(Handle handle, GenerationSql sql, String statement, int limit) {
        return String.join(
                "\n",
                sql.bind(handle.createQuery("explain " + statement).bind("limit", limit))
                        .mapTo(String.class)
                        .list());
    }

    private static List<Line> all(GenerationFilter filter, boolean oldestFirst) {
        List<Line> lines = new ArrayList<>();
        GenerationPage page;
        do {
            page = queries.page(
                    filter,
                    oldestFirst,
                    lines.isEmpty() ? null : lines.getLast().row().key(),
                    300);
            lines.addAll(page.lines());
        } while (page.more());
        return lines;
    }

    private static List<UUID> ids(List<Line> lines) {
        return lines.stream().map(line -> line.row().id()).toList();
    }

    @Test
    void single_values_of_the_inputs_are_read_by_their_paths() {
        DATABASE.get()
                .useTransaction(handle -> handle.execute(
                        "update generation set input = cast(? as jsonb) where id = ?",
                        "{\"prompt\": \"x\", \"loras\": [{\"scale\": 0.8}], \"long\": \"" + "y".repeat(500) + "\"}",
                        held));
        InputPath scale = InputPath.of("loras[0].scale").orElseThrow();
        InputPath text = InputPath.of(" long ").orElseThrow();
        InputPath seed = InputPath.of("seed").orElseThrow();

        assertThat(queries.inputValues(Set.of(held, running), Set.of(scale, text, seed)))
                .isEqualTo(Map.of(held, Map.of(scale, "0.8", text, "y".repeat(200)), running, Map.of(seed, "81723")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.", ".a", "a..b", "[0]", "a[x]", "a[0", "a[0]b"})
    void what_is_no_path_into_an_input_is_refused(String text) {
        assertThat(InputPath.of(text)).isEmpty();
    }
}
