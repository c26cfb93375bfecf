package dev.darkroom.logfile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.logfile.LogGenerator.Style;
import dev.darkroom.logfile.LogGenerator.Truth;
import dev.darkroom.logfile.facet.FacetNames;
import dev.darkroom.logfile.index.IndexSegment;
import dev.darkroom.logfile.merge.MergedLog;
import dev.darkroom.logfile.parse.LogLevel;
import dev.darkroom.logfile.query.LogFacet;
import dev.darkroom.logfile.query.LogFacet.FacetChoice;
import dev.darkroom.logfile.query.LogFacet.ValueCounts;
import dev.darkroom.logfile.query.LogHistogram;
import dev.darkroom.logfile.query.LogQuery;
import dev.darkroom.logfile.query.LogRecords;
import dev.darkroom.logfile.query.LogSearch;
import dev.darkroom.logfile.query.LogSelection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LogFacetsTest {
    private static final String ID = "8f3c1a2e-99ae-47de-92a4-fb643ad336f4";
    private static final FacetChoice RUNS = FacetChoice.ALL.only("run-*");

    @TempDir
    Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("backend.log"), text);
    }

    private static String line(String thread, String text) {
        return "2026-11-23 13:44:29.123 INFO  [" + thread + "] darkroom.X - 🔍 [GENERATION-PROCESSING] " + text + "\n";
    }

    private static String python(String text) {
        return "2026-11-23 13:44:29,123 - services.generation - INFO - 🔍 [GENERATION-PROCESSING] " + text + "\n";
    }

    private static <T extends LogRecords> T scanned(T log) throws IOException {
        log.facets().run(() -> false, () -> {});
        assertThat(log.facets().scanned()).isEqualTo(log.records());
        return log;
    }

    private static Map<String, Long> counts(LogRecords log, LogFacet facet, LogQuery query) throws IOException {
        return log.counts(facet, query, null).byValue();
    }

    private static Map<String, Long> all(LogRecords log, LogFacet facet) throws IOException {
        return counts(log, facet, LogQuery.ALL);
    }

    private static List<Integer> numbers(LogSelection selection) {
        return IntStream.range(0, selection.size())
                .map(selection::record)
                .boxed()
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "run-b2e94c65|run-*",
                "main run-b2e94c65|main run-*",
                "http-3 run-b2e94c65|http-* run-*",
                "log-search-12|log-search-*",
                "pool-1-thread-7|pool-1-thread-*",
                "HikariPool-1 housekeeper|HikariPool-1 housekeeper",
                "worker-" + ID + "|worker-*",
                "Thread7|Thread*",
                "12345|*",
                "cafe|cafe",
                "x] y|x] y",
                "main|main",
            })
    void a_thread_belongs_to_the_family_of_its_name_without_the_number_at_the_end(String thread, String family)
            throws IOException {
        try (LogFile log = scanned(LogFile.open(file(line(thread, "a") + line(thread, "b"))))) {
            assertThat(all(log, LogFacet.THREAD)).containsOnly(Map.entry(family, 2L));
        }
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void every_thread_of_a_generated_log_is_counted_and_found_under_any_other_condition(Style style)
            throws IOException {
        List<Truth> truths = new ArrayList<>();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new LogGenerator(11, style, truths::add).write(bytes, 6_000_000);
        Path path = Files.write(folder.resolve("backend.log"), bytes.toByteArray());
        try (LogFile log = scanned(LogFile.open(path))) {
            assertThat(all(log, LogFacet.THREAD)).isEqualTo(truth(truths, _ -> true));
            LogQuery storage = LogQuery.ALL
                    .category("STORAGE")
                    .atLeast(LogLevel.WARN)
                    .since(truths.get(truths.size() / 5).time())
                    .until(truths.get(truths.size() / 2).time());
            Predicate<Truth> isStorage = truth -> (truth.category() + "-").startsWith("STORAGE-")
                    && truth.level().compareTo(LogLevel.WARN) >= 0
                    && !truth.time().isBefore(truths.get(truths.size() / 5).time())
                    && !truth.time().isAfter(truths.get(truths.size() / 2).time());
            assertThat(positive(counts(log, LogFacet.THREAD, storage))).isEqualTo(truth(truths, isStorage));
            assertThat(positive(counts(log, LogFacet.THREAD, LogQuery.ALL.category("DB-CREATE"))))
                    .isEqualTo(truth(truths, truth -> truth.category().equals("DB-CREATE")));

            FacetChoice chosen = style == Style.PYTHON ? FacetChoice.ALL.only("-") : RUNS.with("main", true);
            List<Integer> wanted = IntStream.range(0, truths.size())
                    .filter(i -> chosen.accepts(family(truths.get(i))) && isStorage.test(truths.get(i)))
                    .boxed()
                    .toList();
            LogQuery query = storage.facet(LogFacet.THREAD, chosen);
            assertThat(numbers(log.select(query))).isNotEmpty().isEqualTo(wanted);
            assertThat(log.counts(query).total()).isEqualTo(wanted.size());
            LogHistogram histogram = log.histogram(query, null, 40);
            assertThat(IntStream.range(0, 40).mapToLong(histogram::total).sum()).isEqualTo(wanted.size());
            assertThat(counts(log, LogFacet.THREAD, query).values().stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .isEqualTo(wanted.size());
            assertThat(log.select(LogQuery.ALL.facet(LogFacet.THREAD, chosen)).size())
                    .isEqualTo((int) truths.stream()
                            .filter(truth -> chosen.accepts(family(truth)))
                            .count());
        }
    }

    /** The threads of the generator, told by hand. */
    private static String family(Truth truth) {
        String thread = truth.thread();
        return thread.isEmpty()
                ? "-"
                : thread.startsWith("run-") ? "run-*" : thread.equals("pool-1-thread-7") ? "pool-1-thread-*" : thread;
    }

    private static Map<String, Long> truth(List<Truth> truths, Predicate<Truth> wanted) {
        return truths.stream()
                .filter(wanted)
                .collect(Collectors.groupingBy(LogFacetsTest::family, TreeMap::new, Collectors.counting()));
    }

    private static Map<String, Long> positive(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Test
    void all_records_of_a_run_belong_to_its_model_from_the_line_on_that_names_it() throws IOException {
        try (LogFile log = scanned(LogFile.open(file(line("main run-8f3c1a2e", "Starting credit check")
                + line("main run-8f3c1a2e", "Generation data: user_id=ana, model_id=fal-ai/flux/dev, status=PENDING")
                + line("run-60cc9f3d", "Model: flux-pro/v1.1, Prompt length: 214")
                + line("run-8f3c1a2e", "Starting background processing")
                + "dev.darkroom.Oops: Model: none, of a trace\n\tat a.B.c(D.java:1)\n"
                + line("main", "Updating generation " + ID + " status to: PROCESSING")
                + line("main", "nothing about it, says Model: x, Prompt length: 1")
                + line("run-60cc9f3d", "Submitting"))))) {
            assertThat(all(log, LogFacet.MODEL))
                    .containsOnly(Map.entry("-", 2L), Map.entry("fal-ai/flux/dev", 3L), Map.entry("flux-pro/v1.1", 2L));
            LogQuery flux = LogQuery.ALL.facet(LogFacet.MODEL, FacetChoice.ALL.only("fal-ai/flux/dev"));
            assertThat(numbers(log.select(flux))).containsExactly(1, 3, 4);
            assertThat(numbers(log.select(flux.facet(LogFacet.THREAD, RUNS)))).containsExactly(3);
            assertThat(counts(log, LogFacet.THREAD, flux))
                    .containsOnly(Map.entry("main", 1L), Map.entry("main run-*", 1L), Map.entry("run-*", 1L));
            assertThat(numbers(log.select(
                            LogQuery.ALL.facet(LogFacet.MODEL, FacetChoice.ALL.with("fal-ai/flux/dev", false)))))
                    .containsExactly(0, 2, 5, 6);
        }
    }

    @Test
    void without_threads_the_id_in_the_text_tells_the_run_and_the_line_before_whose_model_is_named()
            throws IOException {
        try (LogFile log = scanned(LogFile.open(file(python("Starting background processing for generation " + ID)
                + python("Model: flux-pro/v1.1, Prompt length: 214")
                + python("Status update completed")
                + python("Starting storage process for generation " + ID))))) {
            assertThat(all(log, LogFacet.THREAD)).containsOnly(Map.entry("-", 4L));
            assertThat(log.counts(LogFacet.THREAD, LogQuery.ALL, null).hasValues())
                    .isFalse();
            assertThat(numbers(log.select(LogQuery.ALL.facet(LogFacet.MODEL, FacetChoice.ALL.only("flux-pro/v1.1")))))
                    .containsExactly(1, 3);
        }
    }

    @Test
    void a_log_that_grows_in_the_middle_of_lines_ends_with_what_it_has_when_read_at_once() throws IOException {
        Random random = new Random(3);
        byte[] bytes = runs(random, 40_000).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        Path path = file("");
        try (LogFile log = LogFile.open(path)) {
            for (int at = 0; at < bytes.length; ) {
                int more = Math.min(bytes.length - at, 1 + random.nextInt(random.nextInt(20) == 0 ? 900_000 : 3_000));
                Files.write(path, java.util.Arrays.copyOfRange(bytes, at, at + more), StandardOpenOption.APPEND);
                at += more;
                log.refresh();
                scanned(log);
            }
            Path whole = Files.write(folder.resolve("whole.log"), bytes);
            try (LogFile once = scanned(LogFile.open(whole))) {
                assertThat(once.records()).isGreaterThan(2 * IndexSegment.SIZE);
                for (LogFacet facet : LogFacet.values()) {
                    assertThat(all(log, facet)).hasSizeGreaterThan(3).isEqualTo(all(once, facet));
                }
                LogQuery query = LogQuery.ALL.facet(LogFacet.MODEL, FacetChoice.ALL.only("model-3"));
                assertThat(numbers(log.select(query))).isNotEmpty().isEqualTo(numbers(once.select(query)));
            }
        }
    }

    /** Records of many runs at once, each of which names its model somewhere. */
    private static String runs(Random random, int records) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < records; i++) {
            int run = i / 100 + random.nextInt(40);
            String thread =
                    random.nextInt(5) == 0 ? "pool-" + random.nextInt(3) + " worker" : "run-%08x".formatted(run);
            text.append(line(
                    thread,
                    random.nextInt(4) == 0 ? "Model: model-" + run % 7 + ", Prompt length: 9" : "Submitting " + i));
        }
        return text.toString();
    }

    @Test
    void what_was_chosen_follows_the_log_while_it_is_written() throws IOException {
        Path path = file(line("main", "a") + line("run-60cc9f3d", "b"));
        LogQuery query = LogQuery.ALL.facet(LogFacet.THREAD, RUNS);
        try (LogFile log = LogFile.open(path)) {
            assertThat(log.select(query).size())
                    .as("nothing is known before the pass")
                    .isZero();
            assertThat(numbers(scanned(log).select(query))).containsExactly(1);
            Files.writeString(path, line("run-11111111", "c") + line("main", "d"), StandardOpenOption.APPEND);
            log.refresh();
            assertThat(numbers(scanned(log).select(query))).containsExactly(1, 2);
            Files.writeString(path, line("run-22222222", "other content"));
            assertThat(log.refresh()).isEqualTo(LogRecords.Change.REPLACED);
            assertThat(numbers(scanned(log).select(query))).containsExactly(0);
        }
    }

    @Test
    void several_files_are_counted_per_value_and_chosen_from_as_one() throws IOException {
        Path a = Files.writeString(folder.resolve("a.log"), line("main", "a") + line("run-60cc9f3d", "b"));
        Path b = Files.writeString(folder.resolve("b.log"), line("run-60cc9f3e", "c") + line("web-1", "d"));
        try (MergedLog log = MergedLog.openUnread(List.of(a, b), null)) {
            log.refresh(_ -> {});
            assertThat(all(scanned(log), LogFacet.THREAD))
                    .containsOnly(Map.entry("main", 1L), Map.entry("run-*", 2L), Map.entry("web-*", 1L));
            assertThat(numbers(log.select(LogQuery.ALL.facet(LogFacet.THREAD, RUNS), null)))
                    .containsExactly(1, 2);
        }
    }

    @Test
    void a_search_and_a_choice_together_leave_what_both_found() throws IOException {
        try (LogFile log = scanned(LogFile.open(
                file(line("main", "needle") + line("run-60cc9f3d", "needle") + line("run-60cc9f3d", "hay"))))) {
            LogSearch search = log.search(Pattern.compile("needle"));
            search.run(() -> false, () -> {});
            assertThat(numbers(log.select(LogQuery.ALL.facet(LogFacet.THREAD, RUNS), search)))
                    .containsExactly(1);
            assertThat(log.counts(LogFacet.THREAD, LogQuery.ALL, search).byValue())
                    .containsOnly(Map.entry("main", 1L), Map.entry("run-*", 1L));
        }
    }

    @Test
    void more_values_than_a_rail_can_hold_are_one_value_and_old_runs_are_forgotten() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 400; i++) {
            text.append(line("worker " + i + " of many", "a"));
        }
        for (int i = 1; i <= 40_000; i++) {
            text.append(line("run-%08x".formatted(i), "Model: x, Prompt length: 1"));
        }
        text.append(line("run-00000001", "too long ago")).append(line("run-%08x".formatted(39_000), "not long ago"));
        try (LogFile log = scanned(LogFile.open(file(text.toString())))) {
            Map<String, Long> threads = all(log, LogFacet.THREAD);
            assertThat(threads).hasSizeLessThanOrEqualTo(FacetNames.MAX_VALUES + 1);
            assertThat(threads.values().stream().mapToLong(Long::longValue).sum())
                    .isEqualTo(log.records());
            assertThat(threads.get(ValueCounts.OTHER)).isPositive();
            assertThat(log.select(LogQuery.ALL.facet(LogFacet.THREAD, FacetChoice.ALL.only(ValueCounts.OTHER)))
                            .size())
                    .isEqualTo(threads.get(ValueCounts.OTHER).intValue());
            assertThat(all(log, LogFacet.MODEL)).containsOnly(Map.entry("-", 401L), Map.entry("x", 40_001L));
        }
    }

    @Test
    void a_pass_that_is_stopped_goes_on_where_it_was() throws IOException {
        Path path = file(runs(new Random(9), 70_000));
        try (LogFile log = LogFile.open(path);
                LogFile once = scanned(LogFile.open(path))) {
            AtomicBoolean stop = new AtomicBoolean();
            log.facets().run(stop::get, () -> stop.set(true));
            assertThat(all(log, LogFacet.THREAD).values().stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .isEqualTo(log.facets().scanned());
            scanned(log);
            for (LogFacet facet : LogFacet.values()) {
                assertThat(all(log, facet)).isEqualTo(all(once, facet));
            }
        }
    }

    @Test
    void choosing_adds_and_takes_away_from_one_or_from_all() {
        FacetChoice one = FacetChoice.ALL.only("a");
        assertThat(one).isEqualTo(new FacetChoice(false, Set.of("a")));
        assertThat(one.only("a")).isEqualTo(FacetChoice.ALL);
        assertThat(one.with("b", true)).isEqualTo(new FacetChoice(false, Set.of("a", "b")));
        assertThat(one.with("a", false).accepts("a")).isFalse();
        FacetChoice others = FacetChoice.ALL.with("a", false);
        assertThat(others.accepts("a")).isFalse();
        assertThat(others.accepts("new")).isTrue();
        assertThat(others.with("a", true).isAll()).isTrue();
    }
}
