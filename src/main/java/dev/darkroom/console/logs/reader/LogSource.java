package dev.darkroom.console.logs.reader;

import dev.darkroom.logfile.LogCache;
import dev.darkroom.logfile.merge.MergedLog;
import dev.darkroom.logfile.query.LogRecords;
import dev.darkroom.logfile.source.LogFamily;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A log that can be opened: a file, or another place with its own way of opening. Two are equal when their keys are. */
public final class LogSource {
    /** Opens the log without reading it; called on the reading thread. A large log may use its index from the cache, if any. */
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
    private final Predicate<String> has;

    private LogSource(
            String key,
            String name,
            List<Path> files,
            boolean live,
            Opening opening,
            Supplier<Optional<String>> whyEmpty,
            Predicate<String> has) {
        this.key = key;
        this.name = name;
        this.files = List.copyOf(files);
        this.live = live;
        this.opening = opening;
        this.whyEmpty = whyEmpty;
        this.has = has;
    }

    /** A single file of any kind. */
    public static LogSource file(Path path) {
        return of(path, false);
    }

    /** A file merged with its rotated predecessors, where it has any. Reads the folder. */
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
            return alone; // opening it reports the problem
        }
    }

    /** Several files, merged by time. */
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
        return new LogSource(key, name, files, false, opening, Optional::empty, _ -> false);
    }

    /** A file written by this program. */
    public static LogSource live(Path path) {
        return of(path, true);
    }

    /**
     * The shared log of all engines of a connection.
     *
     * @param problem returns why it cannot be read at the moment
     * @param has whether it has lines of the generation with this id; blocks
     */
    public static LogSource allEngines(Opening opening, Supplier<Optional<String>> problem, Predicate<String> has) {
        return new LogSource(
                "all-engines",
                LogMessages.TEXTS.get("all"),
                List.of(),
                true,
                opening,
                () -> problem.get().or(() -> Optional.of(LogMessages.TEXTS.get("all.how"))),
                has);
    }

    private static LogSource of(Path path, boolean live) {
        Path file = path.toAbsolutePath().normalize();
        return new LogSource(
                file.toString(),
                String.valueOf(file.getFileName()),
                List.of(file),
                live,
                cache -> MergedLog.openUnread(List.of(file), cache),
                Optional::empty,
                _ -> false);
    }

    LogRecords open(@Nullable LogCache cache) throws IOException {
        return opening.open(cache);
    }

    /** The key, constant across starts: bookmarks are stored under it. */
    public String key() {
        return key;
    }

    public String name() {
        return name;
    }

    /** The files it was opened from; none for a place that is not a file. */
    public List<Path> files() {
        return files;
    }

    /** Returns whether it is a single file, opened without its rotated predecessors. */
    public boolean isOneFile() {
        return files.size() == 1 && equals(file(files.getFirst()));
    }

    public boolean isLive() {
        return live;
    }

    /** Returns whether it is a shared log that has lines of this generation. Blocks. */
    public boolean has(String generation) {
        return has.test(generation);
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
