package dev.darkroom.logfile;

import dev.darkroom.logfile.index.IndexStore;
import dev.darkroom.logfile.merge.MergedLog;
import dev.darkroom.logfile.parse.LogLevel;
import dev.darkroom.logfile.query.LogFacet;
import dev.darkroom.logfile.query.LogFacet.FacetChoice;
import dev.darkroom.logfile.query.LogQuery;
import dev.darkroom.logfile.query.LogSearch;
import dev.darkroom.logfile.source.UnpackFolder;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * {@code mvn -Pbench verify -Dbench=logs}: reading, filtering and searching a generated log (1 GiB, or
 * {@code -Dbench.logs.mib}; {@code -Dbench.logs.only=search} runs only the rows with this in their name), side by side with wc,
 * grep, ripgrep and lnav, in turns, from the page cache. All other tools write to a file: GNU grep stops at its first match
 * when its output is discarded.
 */
public final class LogsBench {
    private static final int ROUNDS = 5;
    private static final String ONLY = System.getProperty("bench.logs.only", "");
    private static final int OFTEN = 20;
    private static final int SCREEN = 60;
    private static final int PACKED = 200;
    private static final int CORES = Runtime.getRuntime().availableProcessors();
    private static final String NOWHERE = "nowhere.at:all";
    private static final String RARE = "StorageService.java:118";
    private static final String ALTERNATIVES = "connection reset|StorageError";
    private static final String EXPRESSION = "Storage(Service|Error)\\.java:[0-9]+";

    private final Path folder = Path.of("target", "bench-logs");
    private final Path log;
    private final Path out = folder.resolve("out");
    private final BenchTable table = new BenchTable();

    private LogsBench(long mib) throws IOException {
        log = Files.createDirectories(folder).resolve(mib + ".log");
        if (!Files.exists(log)) {
            generate(mib << 20);
        }
    }

    public static void run() throws Exception {
        new LogsBench(Long.getLong("bench.logs.mib", 1024)).measure();
    }

    private void generate(long bytes) throws IOException {
        Path half = folder.resolve("half");
        try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(half), 1 << 20)) {
            new LogGenerator(1, LogGenerator.Style.OURS, _ -> {}).write(stream, bytes);
        }
        Files.move(half, log);
    }

    private void measure() throws Exception {
        others();
        LogCache store = new LogCache(new IndexStore(folder.resolve("index"), 4L << 30), UnpackFolder.TEMPORARY);
        try (LogFile file = LogFile.openUnread(log, store)) {
            file.refresh();
            reading(store);
            filtering(file);
            searching(file);
            command();
            table.keep(ONLY);
            table.measure(ROUNDS);
            table.print();
            System.out.printf(
                    "%n%,d bytes, %,d records, %d cores; index %.2f bytes a record outside of the heap, %.2f in it%n",
                    file.size(), file.records(), CORES, 10.0, heap() / (double) file.records());
        }
    }

    private void others() {
        table.add("wc -l", () -> shell("wc -l %s"));
        table.add("grep -c -F", () -> shell("LC_ALL=C grep -c -F '[STORAGE' %s"));
        table.add("grep, writing", () -> shell("grep '\\[STORAGE' %s"));
        table.add("rg -c -F", () -> shell("rg -c -F '[STORAGE' %s"));
        table.add("rg -c -F, rare", () -> shell("rg -c -F '" + RARE + "' %s"));
        table.add("rg -c -i -F, rare", () -> shell("rg -c -i -F '" + RARE + "' %s"));
        table.add("rg -c -F, nowhere", () -> shell("rg -c -F '" + NOWHERE + "' %s || true"));
        table.add("rg, two alternatives", () -> shell("rg -c '" + ALTERNATIVES + "' %s"));
        table.add("rg, expression", () -> shell("rg -c '" + EXPRESSION + "' %s"));
        double lnav = lnav();
        table.add("lnav, filtered view", () -> lnav);
    }

    private void reading(LogCache store) throws IOException {
        Path family = family();
        table.addAgainst("index, all records", "grep -c -F", 0.8, this::index);
        table.addWithin("first screen", 100, () -> firstScreen(() -> MergedLog.openUnread(List.of(log), null)));
        table.addWithin(
                "first screen of a family, the oldest packed",
                100,
                () -> firstScreen(() -> MergedLog.openFamily(family, null)));
        table.addWithin(
                "first screen of both, by time",
                100,
                () -> firstScreen(() -> MergedLog.openUnread(List.of(log, family), null)));
        table.addWithin(
                "open again, index kept on disk",
                100,
                () -> time(() -> {
                    try (LogFile file = LogFile.openUnread(log, store)) {
                        file.refresh();
                    }
                }));
        table.addAgainst(
                "from file to filtered view",
                "lnav, filtered view",
                1 / 15.0,
                () -> time(() -> {
                    try (LogFile file = LogFile.open(log)) {
                        file.select(LogQuery.ALL.category("STORAGE"));
                    }
                }));
    }

    /** As the window opens it. */
    private double index() {
        return time(() -> {
            try (MergedLog file = MergedLog.openUnread(List.of(log), null)) {
                file.refresh(_ -> {});
            }
        });
    }

    /** From the request to open until there are records enough for a window; then nobody waits for the rest. */
    private static double firstScreen(Callable<MergedLog> opening) throws Exception {
        long start = System.nanoTime();
        double[] shown = {0};
        try (MergedLog log = opening.call()) {
            log.refresh(_ -> {
                if (log.records() > SCREEN) {
                    shown[0] = since(start);
                    throw new CancellationException();
                }
            });
        } catch (CancellationException _) {
            return shown[0];
        }
        throw new IllegalStateException("There was no screen before the log was read.");
    }

    /** The begin of the log as it is when it was rotated and packed, and its file. */
    private Path family() throws IOException {
        Path family = Files.createDirectories(folder.resolve("family"));
        Path file = family.resolve("backend.log");
        if (!Files.exists(file)) {
            Path past = family.resolve("backend.2026-11-22.log.gz");
            try (InputStream in = Files.newInputStream(log);
                    OutputStream packed = new GZIPOutputStream(Files.newOutputStream(past), 1 << 16)) {
                byte[] block = new byte[1 << 20];
                for (int mib = 0; mib < PACKED; mib++) {
                    packed.write(block, 0, in.readNBytes(block, 0, block.length));
                }
                Files.copy(in, file);
            }
        }
        return file;
    }

    private void filtering(LogFile file) throws IOException {
        LogQuery storage = LogQuery.ALL.category("STORAGE");
        LogQuery part = storage.since(file.record(file.records() / 3).time())
                .until(file.record(file.records() / 3 * 2).time());
        LogSearch found = file.search(Pattern.compile("[STORAGE", Pattern.LITERAL));
        found.run(() -> false, () -> {});
        table.addWithin("filter: category", 10, () -> often(() -> file.select(storage)));
        table.addWithin("filter: level", 10, () -> often(() -> file.select(LogQuery.ALL.atLeast(LogLevel.WARN))));
        table.addWithin("filter: category and time", 10, () -> often(() -> file.select(part)));
        table.addWithin("filter: category among a search", 10, () -> often(() -> file.select(storage, found)));
        table.addWithin("counts per category and level", 10, () -> often(() -> file.counts(LogQuery.ALL)));
        table.addWithin("counts under filters", 10, () -> often(() -> file.counts(part)));
        file.facets().run(() -> false, () -> {});
        // each time others, as what was found for the last few is kept
        Iterator<LogQuery> threads = choices(file, LogFacet.THREAD).iterator();
        table.addWithin("filter: thread", 10, () -> often(() -> file.select(threads.next())));
        table.addWithin(
                "counts per model under a thread",
                10,
                () -> often(() -> file.counts(LogFacet.MODEL, threads.next(), null)));
        table.addWithin(
                "counts per model under a category", 10, () -> often(() -> file.counts(LogFacet.MODEL, storage, null)));
        table.addWithin("histogram, 300 parts", 10, () -> often(() -> file.histogram(storage, null, 300)));
    }

    /** Without one of the values and one that there is not, in turns. */
    private static Stream<LogQuery> choices(LogFile file, LogFacet facet) throws IOException {
        List<String> values =
                List.copyOf(file.counts(facet, LogQuery.ALL, null).byValue().keySet());
        return Stream.iterate(0, n -> n + 1)
                .map(n -> LogQuery.ALL.facet(
                        facet, new FacetChoice(true, Set.of(values.get(n % values.size()), "none " + n))));
    }

    private void searching(LogFile file) {
        table.addAgainst("search, literal", "rg -c -F", 1, () -> search(file, "[STORAGE", Pattern.LITERAL));
        table.addAgainst("search, rare literal", "rg -c -F, rare", 1, () -> search(file, RARE, Pattern.LITERAL));
        table.addAgainst(
                "search, rare literal in any case, as in the window",
                "rg -c -i -F, rare",
                1,
                () -> search(file, RARE, Pattern.LITERAL | Pattern.CASE_INSENSITIVE));
        table.addAgainst(
                "search, literal that is nowhere",
                "rg -c -F, nowhere",
                1,
                () -> search(file, NOWHERE, Pattern.LITERAL));
        table.addAgainst(
                "search, literal in any case",
                "rg -c -F",
                1,
                () -> search(file, "[storage", Pattern.LITERAL | Pattern.CASE_INSENSITIVE));
        table.addAgainst("search, two alternatives", "rg, two alternatives", 3, () -> search(file, ALTERNATIVES, 0));
        table.addAgainst(
                "search, expression with a text in it", "rg, expression", 3, () -> search(file, EXPRESSION, 0));
    }

    private static double search(LogFile file, String pattern, int flags) throws IOException {
        return time(() -> file.search(Pattern.compile(pattern, flags)).run(() -> false, () -> {}));
    }

    private void command() {
        command("", "java @target/app/java.options logs --category STORAGE ");
        command(", no start cache", "java -p target/app -m dev.darkroom logs --category STORAGE ");
    }

    private void command(String how, String logs) {
        String java =
                Path.of(System.getProperty("java.home"), "bin").resolve(logs).toString();
        table.addAgainst("logs --count, whole process" + how, "grep -c -F", 1.5, () -> shell(java + "--count %s"));
        table.addAgainst("logs, writing, whole process" + how, "grep, writing", 1.2, () -> shell(java + "%s"));
    }

    /** Bytes that the index of the log holds in the heap. */
    private long heap() throws IOException {
        long before = used();
        try (LogFile file = LogFile.open(log)) {
            long now = used();
            return file.records() == 0 ? 0 : now - before;
        }
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** Once, for it takes long. It ends when the filter is applied. */
    private double lnav() {
        if (!ONLY.isEmpty() && !"lnav, filtered view, from file to filtered view".contains(ONLY)) {
            return Double.NaN;
        }
        try {
            return shell("command -v lnav && lnav -n -c ':filter-in \\[STORAGE' %s");
        } catch (IllegalStateException _) {
            return Double.NaN;
        }
    }

    private double shell(String command) {
        return time(() -> {
            int code = new ProcessBuilder("sh", "-c", command.formatted(log))
                    .redirectOutput(out.toFile())
                    .redirectError(Redirect.DISCARD)
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException(command + " ended with " + code);
            }
        });
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static double time(Work work) {
        long start = System.nanoTime();
        try {
            work.run();
        } catch (IOException | InterruptedException exception) {
            throw new IllegalStateException(exception);
        }
        return since(start);
    }

    private static double often(Work work) {
        return time(() -> {
                    for (int i = 0; i < OFTEN; i++) {
                        work.run();
                    }
                })
                / OFTEN;
    }

    private static double since(long start) {
        return (System.nanoTime() - start) / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }
}
