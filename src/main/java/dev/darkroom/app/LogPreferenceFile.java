package dev.darkroom.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.darkroom.console.logs.model.LogBookmarks;
import dev.darkroom.console.logs.model.LogPreferences;
import dev.darkroom.console.logs.reader.LogViewFilter;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.logfile.LogCache;
import dev.darkroom.logfile.query.LogFacet;
import dev.darkroom.system.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores recent log files, bookmarks and filters in a separate file. Losing it is harmless, so an unreadable file is replaced.
 * Written in the background; changes in quick succession are combined.
 */
final class LogPreferenceFile implements LogPreferences {
    private static final Logger LOG = LoggerFactory.getLogger(LogPreferenceFile.class);
    private static final int MAX_RECENT = 12;
    private static final int MAX_LOGS = 200;
    private static final int MAX_FILTERS = 50;

    private final Path file;
    private final LogCache cache;
    private final Executor writing = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("log-notes").factory());
    private final List<String> recent = new ArrayList<>();
    private final List<List<String>> open = new ArrayList<>();
    private final Map<String, List<LogBookmarks.Bookmark>> bookmarks = new LinkedHashMap<>();
    private final Map<String, String> filters = new LinkedHashMap<>();
    private boolean writingSoon;
    private final Set<LogFacet> unfolded = EnumSet.noneOf(LogFacet.class);

    /** The content of the file; {@code open}, {@code filters} and {@code unfolded} are null in files of older versions. */
    record Notes(
            List<String> recent,
            @Nullable List<List<String>> open,
            Map<String, List<LogBookmarks.Bookmark>> bookmarks,
            @Nullable Map<String, String> filters,
            @Nullable Set<LogFacet> unfolded) {}

    /** @param cache the disk cache for reading logs */
    LogPreferenceFile(Path file, LogCache cache) {
        this.file = file;
        this.cache = cache;
        try {
            if (Files.exists(file)) {
                Notes notes = JsonMapping.MAPPER.readValue(Files.readString(file), Notes.class);
                recent.addAll(notes.recent());
                open.addAll(Objects.requireNonNullElse(notes.open(), List.of()));
                bookmarks.putAll(notes.bookmarks());
                filters.putAll(Objects.requireNonNullElse(notes.filters(), Map.of()));
                unfolded.addAll(Objects.requireNonNullElse(notes.unfolded(), Set.of()));
            }
        } catch (IOException | RuntimeException exception) {
            LOG.info(
                    "Starting without recent logs and bookmarks: {} cannot be read ({})", file, exception.getMessage());
        }
    }

    @Override
    public synchronized List<Path> recent() {
        return recent.stream().map(Path::of).toList();
    }

    @Override
    public synchronized void opened(Path path) {
        String name = path.toAbsolutePath().normalize().toString();
        recent.remove(name);
        recent.addFirst(name);
        while (recent.size() > MAX_RECENT) {
            recent.removeLast();
        }
        save();
    }

    @Override
    public synchronized List<List<Path>> open() {
        return open.stream().map(files -> files.stream().map(Path::of).toList()).toList();
    }

    @Override
    public synchronized void open(List<List<Path>> files) {
        open.clear();
        files.forEach(each -> open.add(each.stream().map(Path::toString).toList()));
        save();
    }

    @Override
    public synchronized List<LogBookmarks.Bookmark> bookmarks(String key) {
        return bookmarks.getOrDefault(key, List.of());
    }

    @Override
    public synchronized void bookmarks(String key, List<LogBookmarks.Bookmark> marks) {
        bookmarks.remove(key);
        if (!marks.isEmpty()) {
            bookmarks.put(key, List.copyOf(marks));
        }
        dropOldest(bookmarks, MAX_LOGS);
        save();
    }

    @Override
    public synchronized LogViewFilter filter(String key) {
        String kept = filters.get(key);
        return kept == null ? LogViewFilter.ALL : LogViewFilter.read(kept);
    }

    @Override
    public synchronized void filter(String key, LogViewFilter filter) {
        filters.remove(key);
        if (!filter.equals(LogViewFilter.ALL)) {
            filters.put(key, LogViewFilter.write(filter));
        }
        dropOldest(filters, MAX_FILTERS);
        save();
    }

    private static void dropOldest(Map<String, ?> kept, int max) {
        while (kept.size() > max) {
            kept.remove(kept.keySet().iterator().next());
        }
    }

    @Override
    public synchronized Set<LogFacet> unfolded() {
        return Set.copyOf(unfolded);
    }

    @Override
    public synchronized void unfolded(Set<LogFacet> facets) {
        unfolded.clear();
        unfolded.addAll(facets);
        save();
    }

    private void save() {
        if (!writingSoon) {
            writingSoon = true;
            writing.execute(() -> write(notes()));
        }
    }

    private synchronized Notes notes() {
        writingSoon = false;
        return new Notes(
                List.copyOf(recent),
                List.copyOf(open),
                new LinkedHashMap<>(bookmarks),
                new LinkedHashMap<>(filters),
                EnumSet.copyOf(unfolded));
    }

    private void write(Notes notes) {
        try {
            PrivateFiles.write(
                    file, JsonMapping.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(notes) + "\n");
        } catch (JsonProcessingException exception) {
            throw new IllegalStateException(exception);
        } catch (IOException exception) {
            LOG.warn(
                    "Recent logs and bookmarks are not saved: {} cannot be written ({})", file, exception.getMessage());
        }
    }

    @Override
    public LogCache cache() {
        return cache;
    }
}
