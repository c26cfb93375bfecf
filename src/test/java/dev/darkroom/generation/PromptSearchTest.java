package dev.darkroom.generation;

import static dev.darkroom.system.RecordCopy.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.database.Database;
import dev.darkroom.database.TestDatabase;
import dev.darkroom.database.WhereClause;
import dev.darkroom.database.writer.BatchRow;
import dev.darkroom.database.writer.GroupCommitWriter;
import dev.darkroom.fal.catalog.ModelCatalog;
import dev.darkroom.generation.action.AuditedActionRunner;
import dev.darkroom.generation.diagnosis.StuckThresholds;
import dev.darkroom.generation.engine.MaintenanceJob;
import dev.darkroom.generation.query.FilterNameResolver;
import dev.darkroom.generation.query.GenerationFilter;
import dev.darkroom.generation.query.GenerationFilter.GenerationPreset;
import dev.darkroom.generation.query.GenerationPage;
import dev.darkroom.generation.query.GenerationPage.End;
import dev.darkroom.generation.query.GenerationPage.Line;
import dev.darkroom.generation.query.GenerationPager;
import dev.darkroom.generation.query.GenerationQueries;
import dev.darkroom.generation.query.GenerationSql;
import dev.darkroom.generation.query.SearchTextMeaning;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Searches for words in a list several times as long as the part that is read row by row before the index is used. */
class PromptSearchTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final int ROWS = 3 * GenerationPager.FIRST_ROWS;

    /** Words that stand together: the oldest thousand rows, every row of a stretch in the middle, one row in ten thousand. */
    private static final String CLUSTERS = """
            update generation set prompt = prompt
              || case when n > :rows - 1000 then ' ancient' else '' end
              || case when n between :rows / 2 and :rows / 2 + 700 then ' middle-aged' else '' end
              || case when n % 10000 = 4 then ' Zeppelin' else '' end
            from (select id as numbered, row_number() over (order by created_at desc) as n from generation) r
            where id = numbered
            """;

    private static GenerationQueries queries;
    private static SeededGenerations seed;

    @BeforeAll
    static void seed() {
        Database database = DATABASE.get();
        queries = new GenerationQueries(database, StuckThresholds.of(ModelCatalog.builtIn(), 1));
        seed = new SeededGenerations(database).users("ana.kovac").many(ROWS);
        database.useTransaction(
                handle -> handle.createUpdate(CLUSTERS).bind("rows", ROWS).execute());
        fill();
        database.useTransaction(handle -> {
            // As a vacuum does: what is still pending makes the index look dear to the planner.
            handle.execute("select gin_clean_pending_list('prompt_search_words')");
            handle.execute("analyze");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "ALL, ancient",
        "ALL, middle-aged",
        "ALL, zeppelin",
        "ALL, picture heron",
        "ALL, nowhere",
        "ALL, user-3 ancient",
        "ALL, POLICY",
        "ALL, user-0 policy ancient",
        "ALL, 14 of",
        "COMPLETED, middle-aged",
        "COMPLETED, policy",
        "FAILED, ancient",
        "FAILED, policy middle",
        "FAILED, zeppelin",
        "ALL, ze",
        "ALL, 7 ze",
        "COMPLETED, ze",
        "FAILED, cy",
        "ALL, 50%_",
        "ALL, 'picture, number'"
    })
    void every_page_in_both_directions_is_what_reading_every_row_would_give(GenerationPreset view, String words) {
        GenerationFilter filter = GenerationFilter.of(view, words);
        List<UUID> oldestFirst = readEveryRow(view, words);

        assertThat(ids(all(filter, true, 333))).isEqualTo(oldestFirst);
        assertThat(ids(all(filter, false, 333))).isEqualTo(oldestFirst.reversed());
    }

    @Test
    void a_word_of_the_prompt_is_not_looked_for_in_names_and_errors() {
        GenerationFilter all = GenerationFilter.of(GenerationPreset.ALL);
        assertThat(ids(all(with(all, "prompt", "ancient"), false, 333)))
                .isEqualTo(ids(all(with(all, "text", "ancient"), false, 333)))
                .isNotEmpty();
        assertThat(all(with(all, "prompt", "policy"), false, 333)).isEmpty();
        assertThat(all(with(all, "prompt", "user-3"), false, 333)).isEmpty();
    }

    @Test
    void two_letters_are_not_looked_for_in_errors_all_of_which_would_have_to_be_read() {
        GenerationFilter failed = GenerationFilter.of(GenerationPreset.FAILED);
        assertThat(all(with(failed, "text", "policy"), false, 333)).isNotEmpty();
        assertThat(all(with(failed, "text", "cy"), false, 333)).isEmpty();
        assertThat(all(with(failed, "error", "cy"), false, 333)).isNotEmpty();
    }

    @Test
    void old_rows_are_looked_up_and_no_table_is_read_as_a_whole() {
        for (String word : List.of("ancient", "nowhere", "zeppelin")) {
            assertThat(planBehindTheFirstRow(word))
                    .contains("prompt_search_words", "generation_by_status")
                    .doesNotContainPattern("Seq Scan on (generation|prompt_search)\\b");
        }
    }

    /** Wherever the words stand: a walk in the order of the list would read every generation, which takes twice as long. */
    @Test
    void words_too_short_for_the_index_are_looked_for_where_the_prompts_stand_alone() {
        for (String words : List.of("qz", "q z")) {
            assertThat(planBehindTheFirstRow(words))
                    .contains("prompt_search")
                    .doesNotContain("Seq Scan on generation g");
        }
    }

    @Test
    void what_a_late_transaction_wrote_is_not_passed_over() {
        settle();
        UUID[] newer = new UUID[1];
        UUID older;
        try (Database backend = Database.open(DATABASE.settings())) {
            older = backend.inTransaction(handle -> {
                UUID late = handle.createQuery("""
                                select generation_id from create_generation(gen_random_uuid(), 'ana.kovac', 'fal-ai/flux/dev',
                                  'IMAGE', '{}', 'a quetzal that came late', 4, null, 'test', 5)
                                """).mapTo(UUID.class).one();
                newer[0] = seed.one("user-1", "fal-ai/flux/dev", 0, Duration.ZERO, "");
                settle();
                settle();
                settle();
                assertThat(isIndexed(newer[0])).isFalse();
                return late;
            });
        }
        settle();
        settle();
        assertThat(isIndexed(newer[0])).isTrue();
        assertThat(isIndexed(older)).isTrue();
    }

    @Test
    void an_edited_prompt_is_found_by_its_new_words_and_no_longer_by_the_old_ones() {
        UUID id = DATABASE.get()
                .read(handle -> handle.createQuery(
                                "select id from generation where status = 'FAILED' order by created_at limit 1")
                        .mapTo(UUID.class)
                        .one());
        try (GroupCommitWriter writer = GroupCommitWriter.open(DATABASE.settings(), 1)) {
            Generation failed =
                    new GenerationRepository(DATABASE.get(), writer).find(id).orElseThrow();
            DATABASE.get()
                    .useTransaction(handle -> AuditedActionRunner.apply(
                            handle,
                            failed,
                            BatchRow.of(GenerationTransition.EDITED)
                                    .with("charge", 1)
                                    .with("input", "{}")
                                    .with("prompt", "an Iguanodon")
                                    .with("credits", 4),
                            AuditedActionRunner.data(),
                            new AuditedActionRunner.Why("test", "test")));
        }
        assertThat(DATABASE.get()
                        .<String>read(handle -> handle.createQuery(
                                        "select words from prompt_search where generation_id = :id")
                                .bind("id", id)
                                .mapTo(String.class)
                                .one()))
                .endsWith("\nan iguanodon");
        assertThat(ids(all(GenerationFilter.of(GenerationPreset.ALL, "iguanodon"), false, 50)))
                .containsExactly(id);
    }

    @Test
    void a_search_whose_time_is_over_says_so() {
        GenerationFilter filter = GenerationFilter.of(GenerationPreset.ALL, "nowhere");
        assertThat(queries.page(filter, false, null, 50, Duration.ZERO).end()).isEqualTo(End.SEARCH_STOPPED);
        assertThat(queries.page(filter, false, null, 50).end()).isEqualTo(End.REACHED);
    }

    private static void fill() {
        MaintenanceJob.step(DATABASE.get());
        while (MaintenanceJob.step(DATABASE.get())) {
            // until all that can be copied is
        }
        assertThat(DATABASE.get()
                        .<Integer>read(handle -> handle.createQuery("select count(*) from prompt_search")
                                .mapTo(Integer.class)
                                .one()))
                .isGreaterThan(ROWS - 100);
    }

    /** A step that copies all that no open transaction can be older than. */
    private static void settle() {
        DATABASE.get().useTransaction(handle -> PromptSearchIndex.fill(handle, Duration.ZERO));
    }

    private static boolean isIndexed(UUID id) {
        return DATABASE.get()
                .read(handle -> handle.createQuery(
                                "select exists (select from prompt_search where generation_id = :id)")
                        .bind("id", id)
                        .mapTo(Boolean.class)
                        .one());
    }

    private static String planBehindTheFirstRow(String word) {
        GenerationFilter filter = GenerationFilter.of(GenerationPreset.ALL, word);
        GenerationRow.Key first = queries.page(GenerationFilter.of(GenerationPreset.ALL), false, null, 1)
                .lines()
                .getFirst()
                .row()
                .key();
        return DATABASE.get().read(handle -> {
            GenerationSql select = new GenerationSql(filter, FilterNameResolver.resolve(handle, filter), false);
            String sql = "explain "
                    + select.lookUp(first, PromptSearchIndex.filledUntil(handle).orElseThrow());
            return String.join(
                    "\n",
                    select.bind(handle.createQuery(sql).bind("limit", 50))
                            .mapTo(String.class)
                            .list());
        });
    }

    private static List<UUID> readEveryRow(GenerationPreset view, String words) {
        return DATABASE.get()
                .read(handle -> handle.createQuery("""
                        select id from generation g where (:view = 'ALL' or status = :view)
                          and not exists (select from unnest(cast(:patterns as text[])) p
                                          where coalesce(not (g.prompt ilike p or g.user_id ilike p
                                            or p ~ '[[:alnum:]]{3}' and status <> 'COMPLETED' and g.error ilike p), true))
                        order by created_at, id
                        """)
                        .bind("view", view)
                        .bind(
                                "patterns",
                                SearchTextMeaning.words(words).words().stream()
                                        .map(WhereClause::containing)
                                        .toArray(String[]::new))
                        .mapTo(UUID.class)
                        .list());
    }

    private static List<Line> all(GenerationFilter filter, boolean oldestFirst, int limit) {
        List<Line> lines = new ArrayList<>();
        GenerationPage page;
        do {
            page = queries.page(
                    filter,
                    oldestFirst,
                    lines.isEmpty() ? null : lines.getLast().row().key(),
                    limit,
                    Duration.ofMinutes(1));
            assertThat(page.end()).isEqualTo(End.REACHED);
            lines.addAll(page.lines());
        } while (page.more());
        return lines;
    }

    private static List<UUID> ids(List<Line> lines) {
        return lines.stream().map(line -> line.row().id()).toList();
    }
}
