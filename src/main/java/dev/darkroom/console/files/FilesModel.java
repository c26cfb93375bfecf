package dev.darkroom.console.files;

import dev.darkroom.console.kit.filter.FilterReader;
import dev.darkroom.console.kit.filter.FilterTerm;
import dev.darkroom.console.kit.filter.FilterText;
import dev.darkroom.console.kit.filter.FilterTime;
import dev.darkroom.console.kit.list.ChangeWatch;
import dev.darkroom.console.kit.list.ListModel;
import dev.darkroom.console.kit.list.ListSource;
import dev.darkroom.console.kit.table.ColumnOrder;
import dev.darkroom.console.kit.task.FxEventBridge;
import dev.darkroom.console.kit.task.LatestTask;
import dev.darkroom.console.kit.task.PollingTask;
import dev.darkroom.console.kit.text.ErrorMessages;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.database.UuidRange;
import dev.darkroom.event.EngineEvent;
import dev.darkroom.event.EventBus;
import dev.darkroom.storage.FileFilter;
import dev.darkroom.storage.FileFilter.FilePreset;
import dev.darkroom.storage.FileQueries;
import dev.darkroom.storage.StoredFile;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/** The query of the Files screen. On the FX thread, without the toolkit; queries run in the background. */
public final class FilesModel {
    /** The limit of counts. */
    public static final int BOUND = ListSource.COUNT_BOUND;

    private static final Duration RECOUNT = Duration.ofSeconds(15);

    private final FileQueries queries;
    private final FxEventBridge feed;
    private final EventBus events;
    private final ListModel<FilePreset, FileFilter, StoredFile> list;

    private final ReadOnlyObjectWrapper<FileQueries.@Nullable Totals> totals = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable Long> missing = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Optional<UUID>> newest = new ReadOnlyObjectWrapper<>(Optional.empty());

    private final LatestTask counts;
    private @Nullable ChangeWatch<Optional<UUID>> watching;
    private @Nullable PollingTask counting;

    public FilesModel(FileQueries queries, FxEventBridge feed, EventBus events, ValueFormats formats) {
        this.queries = queries;
        this.feed = feed;
        this.events = events;
        counts = feed.latestTask();
        list = new ListModel<>(new FileSource(queries, formats), FilePreset.NEWEST, feed::fx, formats.clock());
        list.filterProperty().subscribe(_ -> count());
        list.combinedTextProperty().subscribe((_, _) -> {
            missing.set(null);
            if (counting != null) {
                counting.close();
                startCounting();
            }
        });
    }

    /** Starts watching for changes. */
    public void shown() {
        watching = new ChangeWatch<>(
                feed, events, EngineEvent.FileStored.class::isInstance, queries::newest, newest::set, list::watched);
        startCounting();
    }

    private void startCounting() {
        counting = feed.poll(RECOUNT, () -> list.counts(EnumSet.of(FilePreset.MISSING)), found -> {
            missing.set(found.get(FilePreset.MISSING));
            if (!counts.isRunning()) {
                recount();
            }
        });
    }

    public void hidden() {
        if (watching != null && counting != null) {
            watching.close();
            counting.close();
            counting = null;
        }
    }

    /** The files, ordered by the columns stored or size. */
    public ListModel<FilePreset, FileFilter, StoredFile> list() {
        return list;
    }

    /** Files and bytes under the filter, counted up to {@link #BOUND}; null while unknown. */
    public ReadOnlyObjectProperty<FileQueries.@Nullable Totals> totalsProperty() {
        return totals.getReadOnlyProperty();
    }

    /** How many files that match the filter could not be stored, counted up to {@link #BOUND}; null while unknown. */
    public ReadOnlyObjectProperty<@Nullable Long> missingProperty() {
        return missing.getReadOnlyProperty();
    }

    /** The newest stored file; changes whenever a file is stored. */
    public ReadOnlyObjectProperty<Optional<UUID>> newestProperty() {
        return newest.getReadOnlyProperty();
    }

    private record FileSource(FileQueries queries, ValueFormats formats)
            implements ListSource<FilePreset, FileFilter, StoredFile> {
        @Override
        public Parsed<FileFilter> parse(FilterText text, FilePreset view) {
            return Parsed.of(() -> FileFilterParser.read(text, view, formats));
        }

        @Override
        public ColumnOrder order(FilePreset view) {
            return new ColumnOrder(view == FilePreset.LARGEST ? "size" : "stored", false);
        }

        @Override
        public OptionalLong count(FileFilter filter) {
            return OptionalLong.of(queries.totals(filter, BOUND).files());
        }

        @Override
        public List<StoredFile> page(FileFilter filter, ColumnOrder order, @Nullable StoredFile after, int limit) {
            return queries.files(filter, order.ascending(), after, limit);
        }
    }

    /** Finds a file by id, wherever it is in the lists. */
    public void find(UUID id, Consumer<StoredFile> found, Consumer<String> failed) {
        feed.load(() -> queries.find(id), file -> file.ifPresent(found), e -> failed.accept(ErrorMessages.of(e)));
    }

    private void count() {
        totals.set(null);
        recount();
    }

    private void recount() {
        FileFilter wanted = list.currentFilter();
        counts.load(() -> queries.totals(wanted, BOUND), totals::set, _ -> totals.set(null));
    }

    /** Parses the chips of the files' filter bar. Invalid chips cause an {@link IllegalArgumentException} with a sentence. */
    static final class FileFilterParser {
        static final List<String> KEYS = List.of("user", "type", "size", "generation", "state", "stored");

        private static final MessageTexts TEXTS = MessageTexts.of("files");

        private FileFilterParser() {}

        static FileFilter read(FilterText text, FilePreset view, ValueFormats formats) {
            FilterReader reader = new FilterReader(text, TEXTS, formats).check(KEYS, List.of());
            FilterTime stored = reader.time("stored");
            return new FileFilter(
                    view,
                    reader.value("user"),
                    reader.value("type").map(type -> type.toLowerCase(Locale.ROOT)),
                    reader.atLeast("size", FilterTerm::bytes, "filter.size"),
                    reader.atMost("size", FilterTerm::bytes, "filter.size"),
                    reader.value("generation", UuidRange::startingWith, "filter.generation"),
                    reader.single("state").map(term -> reader.choice(term, StoredFile.State.values(), "filter.state")),
                    reader.words(),
                    stored.from(),
                    stored.until());
        }
    }
}
