package dev.darkroom.logfile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.logfile.LogGenerator.Style;
import dev.darkroom.logfile.index.IndexSegment;
import dev.darkroom.logfile.index.IndexStore;
import dev.darkroom.logfile.parse.LogTimestampParser;
import dev.darkroom.logfile.query.LogHistogram;
import dev.darkroom.logfile.query.LogQuery;
import dev.darkroom.logfile.query.LogRecord;
import dev.darkroom.logfile.query.LogSearch;
import dev.darkroom.logfile.query.LogSelection;
import dev.darkroom.logfile.source.UnpackFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogSearchTest {
    private static final Pattern COLORS = Pattern.compile("\u001b\\[[0-9;]*m");

    @TempDir
    Path folder;

    private Path path;

    @BeforeEach
    void name() {
        path = folder.resolve("backend.log");
    }

    private void generate(Style style, int bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new LogGenerator(9, style, _ -> {}).write(out, bytes);
        Files.write(path, out.toByteArray());
    }

    private static List<Integer> numbers(LogSelection selection) {
        return IntStream.range(0, selection.size())
                .map(selection::record)
                .boxed()
                .toList();
    }

    private static List<Integer> those(LogFile file, IntPredicate wanted) {
        return IntStream.range(0, file.records()).filter(wanted).boxed().toList();
    }

    /** The slow way: the expression on every record, as it is written and as it is shown. */
    private static List<Integer> slowly(LogFile file, Pattern pattern) throws IOException {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < file.records(); i++) {
            byte[] bytes = file.bytes(i, Integer.MAX_VALUE);
            int end = bytes.length > 0 && bytes[bytes.length - 1] == '\n' ? bytes.length - 1 : bytes.length;
            String text = new String(bytes, 0, end, StandardCharsets.UTF_8);
            if (pattern.matcher(text).find()
                    || pattern.matcher(COLORS.matcher(text).replaceAll("")).find()) {
                found.add(i);
            }
        }
        return found;
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = ';', quoteCharacter = '~', textBlock = """
            [STORAGE ; 16
            [storage-url] ; 18
            写入 ; 16
            x ; 0
            connection reset|StorageError ; 0
            storage(service|error) ; 2
            STATUS.*quoted ; 2
            kein treffer|nirgends ; 66
            grüße ; 66
            Status ; 66
            \\d+ bytes, i?mage ; 0
            (?i)GENERATION [0-9a-f]{8} ; 0
            reset\\n\\t\\.\\.\\. 12 ; 0
            [^a]\\bred\\b ; 0
            (a|b|)c* ; 0
            ^java\\. ; 8
            """)
    void finds_what_the_expression_alone_would_find(String expression, int flags) throws IOException {
        generate(Style.NASTY, 3_000_000);
        Pattern pattern = Pattern.compile(expression, flags);
        try (LogFile file = LogFile.open(path)) {
            LogSearch search = file.search(pattern);
            search.run(() -> false, () -> {});
            List<Integer> expected = slowly(file, pattern);
            assertThat(those(file, search::holds)).isEqualTo(expected);
            assertThat(search.matches()).isEqualTo(expected.size());
            assertThat(search.searched()).isEqualTo(file.records());
            assertThat(numbers(file.select(LogQuery.ALL.text(pattern)))).isEqualTo(expected);
        }
    }

    @Test
    void a_text_is_found_across_color_codes_as_it_is_shown() throws IOException {
        String plain = "2026-11-23 13:44:29.123 INFO  [t] l - 📦 [STORAGE-FILE] Saved id 8f3c1a2e\n";
        String coloured = "2026-11-23 13:44:29.124 INFO  [t] l - 📦 [\u001b[35mSTORAGE-FILE\u001b[0m] Saved"
                + " \u001b[36mid\u001b[0m \u001b[1m8f3c1a2e\u001b[0m\n";
        Files.writeString(path, plain + coloured + plain.replace("FILE", "URL"));
        try (LogFile file = LogFile.open(path)) {
            for (Pattern pattern : List.of(
                    Pattern.compile("[storage-file] saved id", Pattern.LITERAL | Pattern.CASE_INSENSITIVE),
                    Pattern.compile("写|\\[STORAGE-FILE\\]"),
                    Pattern.compile("E\\] .* id \\w{8}$"))) {
                assertThat(numbers(file.select(LogQuery.ALL.text(pattern)))).containsExactly(0, 1);
            }
            assertThat(numbers(file.select(LogQuery.ALL.text(Pattern.compile("\u001b\\[35m")))))
                    .containsExactly(1);
            assertThat(numbers(file.select(LogQuery.ALL.generation("8f3c1a2e"))))
                    .containsExactly(0, 1, 2);
        }
    }

    @Test
    void selections_counts_and_histograms_of_many_pieces_agree_with_each_record() throws IOException {
        generate(Style.OURS, 8_000_000);
        try (LogFile file = LogFile.open(path)) {
            assertThat(file.records()).isGreaterThan(3 * IndexSegment.SIZE);
            LogSearch search = file.search(Pattern.compile("StorageService"));
            search.run(() -> false, () -> {});
            LogRecord first = file.record(file.records() / 5);
            LogRecord last = file.record(file.records() / 5 * 4);
            LogQuery query =
                    LogQuery.ALL.category("STORAGE").since(first.time()).until(last.time());
            for (LogSearch among : new LogSearch[] {null, search}) {
                List<Integer> expected = new ArrayList<>();
                for (int i = 0; i < file.records(); i++) {
                    LogRecord record = file.record(i);
                    if (record.category() != null
                            && record.category().matches("STORAGE(-.*)?")
                            && !record.time().isBefore(first.time())
                            && !record.time().isAfter(last.time())
                            && (among == null || among.holds(i))) {
                        expected.add(i);
                    }
                }
                LogSelection selection = file.select(query, among);
                assertThat(numbers(selection)).isEqualTo(expected);
                for (int place = 0; place < expected.size(); place += 97) {
                    assertThat(selection.placeOf(expected.get(place))).isEqualTo(place);
                    assertThat(selection.placeOf(expected.get(place) + 1)).isEqualTo(place + 1);
                }
                assertThat(file.counts(query, among).total()).isEqualTo(expected.size());
                LogHistogram histogram = file.histogram(query, among, 37);
                long[] parts = new long[37];
                long span = LogTimestampParser.millis(last.time()) + 1 - LogTimestampParser.millis(first.time());
                for (int number : expected) {
                    long away = LogTimestampParser.millis(file.record(number).time())
                            - LogTimestampParser.millis(first.time());
                    parts[(int) (away * 37 / span)]++;
                }
                assertThat(IntStream.range(0, 37).mapToLong(histogram::total).toArray())
                        .isEqualTo(parts);
            }
        }
    }

    @Test
    void a_search_goes_on_when_the_log_grows_and_stops_when_it_is_told_to() throws IOException {
        generate(Style.OURS, 4_000_000);
        byte[] all = Files.readAllBytes(path);
        Files.write(path, Arrays.copyOf(all, 100));
        try (LogFile file = LogFile.open(path)) {
            LogSearch search = file.search(Pattern.compile("quoted", Pattern.LITERAL));
            for (int at = 100; at < all.length; at += 333_333) {
                search.run(() -> false, () -> {});
                Files.write(
                        path,
                        Arrays.copyOfRange(all, at, Math.min(all.length, at + 333_333)),
                        StandardOpenOption.APPEND);
                file.refresh();
            }
            search.run(() -> false, () -> {});
            assertThat(those(file, search::holds)).isEqualTo(slowly(file, search.pattern()));
            LogSearch endless = file.search(Pattern.compile("(a|.|..)*[#]"));
            endless.run(() -> true, () -> {});
            assertThat(endless.searched()).isLessThan(file.records());
        }
    }

    @Test
    void an_index_kept_on_disk_is_taken_up_continued_and_ignored_when_it_does_not_fit() throws IOException {
        generate(Style.OURS, 3_000_000);
        byte[] all = Files.readAllBytes(path);
        Files.write(path, Arrays.copyOf(all, 2_000_000));
        IndexStore store = new IndexStore(folder.resolve("kept"), 1 << 30);
        try (SearchableLogFile first = SearchableLogFile.open(path, UnpackFolder.TEMPORARY)) {
            first.grow(_ -> {});
            store.save(path, first);
        }
        try (SearchableLogFile again = SearchableLogFile.open(path, UnpackFolder.TEMPORARY)) {
            assertThat(store.load(path, again)).isTrue();
            assertThat(again.grow(_ -> {})).isFalse();
            Files.write(path, Arrays.copyOfRange(all, 2_000_000, all.length), StandardOpenOption.APPEND);
            assertThat(again.grow(_ -> {})).isTrue();
            try (LogFile atOnce = LogFile.open(path)) {
                assertThat(again.index().size()).isEqualTo(atOnce.records());
                for (int i = 0; i < atOnce.records(); i += 11) {
                    assertThat(again.record(i)).isEqualTo(atOnce.record(i));
                }
                assertThat(again.matching(LogQuery.ALL, null)
                                .counts()
                                .byCategory()
                                .keySet())
                        .isEqualTo(atOnce.counts(LogQuery.ALL).byCategory().keySet());
            }
        }
        Path kept;
        try (var files = Files.list(folder.resolve("kept"))) {
            kept = files.findFirst().orElseThrow();
        }
        byte[] index = Files.readAllBytes(kept);
        index[index.length / 2]++;
        Files.write(kept, index);
        assertIgnored(store);
        Files.write(kept, Arrays.copyOf(index, 1000));
        assertIgnored(store);
        index[index.length / 2]--;
        Files.write(kept, index);
        all[100]++;
        Files.write(path, all);
        assertIgnored(store);
    }

    private void assertIgnored(IndexStore store) throws IOException {
        try (SearchableLogFile file = SearchableLogFile.open(path, UnpackFolder.TEMPORARY)) {
            assertThat(store.load(path, file)).isFalse();
            file.grow(_ -> {});
            assertThat(file.indexed()).isEqualTo(Files.size(path));
        }
    }
}
