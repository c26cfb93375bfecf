package dev.darkroom.console.logs.reader;

import dev.darkroom.console.logs.text.LogMessages;
import dev.darkroom.logfile.LogCache;
import dev.darkroom.logfile.merge.MergedLog;
import dev.darkroom.logfile.query.LogRecords;
import dev.darkroom.logfile.source.LogFamily;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Something with records in it that can be opened: a file, or another place that knows how. Two are equal when their keys
 * are.
 */
public final class LogSource {
    /** Opens it, unread; called on the reading thread. What is large may take up its index where one is kept. */
    @FunctionalInterface
    public interface Opening {
        LogRecords open(@Nullable LogCache cache) throws IOException;
    }

    private final String key;
    private final String name;
    private final List<Path> files;
    private final boolean live;
    private final Opening opening;
    private final Supplier<Optional<String>> whyEmpty;

    private LogSource(
            String key,
            String name,
            List<Path> files,
            boolean live,
            Opening opening,
            Supplier<Optional<String>> whyEmpty) {
        this.key = key;
        this.name = name;
        this.files = List.copyOf(files);
        this.live = live;
        this.opening = opening;
        this.whyEmpty = whyEmpty;
    }

    /** Any file. */
    public static LogSource file(Path path) {
        return of(path, false);
    }

    /** A file together with what rotation has made of its past, where it has one. Reads the folder. */
    public static LogSource family(Path path) {
        LogSource alone = file(path);
        try {
            Path whole = alone.files.getFirst();
            int past = LogFamily.of(whole).size() - 1;
            return past == 0
                    ? alone
                    : merged(
                            alone.key + " +",
                            alone.name + " + " + past,
                            List.of(whole),
                            cache -> MergedLog.openFamily(whole, cache));
        } catch (IOException _) {
            return alone; // opening it says what is wrong
        }
    }

    /** Several files, by time. */
    public static LogSource merged(List<Path> paths) {
        List<Path> files =
                paths.stream().map(path -> path.toAbsolutePath().normalize()).toList();
        String key = files.stream().map(Path::toString).collect(Collectors.joining("\n"));
        return merged(
                key,
                files.getFirst().getFileName() + " + " + (files.size() - 1),
                files,
                cache -> MergedLog.openUnread(files, cache));
    }

    private static LogSource merged(String key, String name, List<Path> files, Opening opening) {
        return new LogSource(key, name, files, false, opening, Optional::empty);
    }

    /** A file that this program writes. */
    public static LogSource live(Path path) {
        return of(path, true);
    }

    /** What all engines of a connection share; {@code problem} tells why it cannot be read just now. */
    public static LogSource allEngines(Opening opening, Supplier<Optional<String>> problem) {
        return new LogSource(
                "all-engines",
                LogMessages.TEXTS.get("all"),
                List.of(),
                true,
                opening,
                () -> problem.get().or(() -> Optional.of(LogMessages.TEXTS.get("all.how"))));
    }

    private static LogSource of(Path path, boolean live) {
        Path file = path.toAbsolutePath().normalize();
        return new LogSource(
                file.toString(),
                String.valueOf(file.getFileName()),
                List.of(file),
                live,
                cache -> MergedLog.openUnread(List.of(file), cache),
                Optional::empty);
    }

    LogRecords open(@Nullable LogCache cache) throws IOException {
        return opening.open(cache);
    }

    /** Never changes between two starts: bookmarks are kept under it. */
    public String key() {
        return key;
    }

    public String name() {
        return name;
    }

    /** What it was opened from; none for a place that is no file. */
    public List<Path> files() {
        return files;
    }

    /** Whether it is a single file, opened without its past. */
    public boolean isOneFile() {
        return files.size() == 1 && equals(file(files.getFirst()));
    }

    public boolean isLive() {
        return live;
    }

    public Optional<String> whyEmpty() {
        return whyEmpty.get();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LogSource source && source.key.equals(key);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }

    @Override
    public String toString() {
        return key;
    }
}
