package dev.darkroom.console.files;

import dev.darkroom.console.kit.filter.FilterText;
import dev.darkroom.console.kit.table.PageSource;
import dev.darkroom.console.kit.task.FxEventBridge;
import dev.darkroom.console.kit.task.LatestResult;
import dev.darkroom.console.kit.task.PollingTask;
import dev.darkroom.console.kit.text.ErrorMessages;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.storage.FileFilter;
import dev.darkroom.storage.FilePreset;
import dev.darkroom.storage.FileQueries;
import dev.darkroom.storage.StoredFile;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;

/** Which files the screen lists. On the FX thread, without the toolkit; questions run in the background. */
public final class FilesModel {
    /** Counts stop here. */
    public static final int BOUND = 100_000;

    private static final Duration WATCH = Duration.ofSeconds(1);
    private static final Duration RECOUNT = Duration.ofSeconds(15);

    private final FileQueries queries;
    private final FxEventBridge feed;
    private final ValueFormats formats;

    private final ObjectProperty<FilePreset> view = new SimpleObjectProperty<>(FilePreset.NEWEST);
    private final ObjectProperty<FilterText> text = new SimpleObjectProperty<>(FilterText.EMPTY);
    private final ReadOnlyObjectWrapper<FileFilter> filter = new ReadOnlyObjectWrapper<>(FileFilter.ALL);
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<FileQueries.@Nullable Totals> totals = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<FileQueries.@Nullable Totals> missing = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Optional<UUID>> newest = new ReadOnlyObjectWrapper<>(Optional.empty());
    private volatile Duration queryTime = Duration.ZERO;

    private final LatestResult counts;
    private @Nullable PollingTask watching;
    private @Nullable PollingTask counting;

    public FilesModel(FileQueries queries, FxEventBridge feed, ValueFormats formats) {
        this.queries = queries;
        this.feed = feed;
        this.formats = formats;
        counts = feed.slot();
        view.subscribe(_ -> read());
        text.subscribe(_ -> read());
        filter.subscribe(_ -> count());
    }

    /** From now on changes are noticed. */
    public void shown() {
        watching = feed.every(WATCH, queries::newest, newest::set);
        counting = feed.every(RECOUNT, () -> queries.totals(FileFilter.of(FilePreset.MISSING), BOUND), found -> {
            missing.set(found);
            if (!counts.isRunning()) {
                recount();
            }
        });
    }

    public void hidden() {
        close(watching);
        close(counting);
    }

    private static void close(@Nullable PollingTask repeating) {
        if (repeating != null) {
            repeating.close();
        }
    }

    public ObjectProperty<FilePreset> viewProperty() {
        return view;
    }

    /** The chips as they were typed. */
    public ObjectProperty<FilterText> textProperty() {
        return text;
    }

    /** The files that are shown. */
    public ReadOnlyObjectProperty<FileFilter> filterProperty() {
        return filter.getReadOnlyProperty();
    }

    /** A sentence about a chip that cannot be read, else empty; then the filter stays as it was. */
    public ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** Files and bytes of the filter, counted up to {@link #BOUND}; null while that is not known. */
    public ReadOnlyObjectProperty<FileQueries.@Nullable Totals> totalsProperty() {
        return totals.getReadOnlyProperty();
    }

    /** Those that could not be stored; null while that is not known. */
    public ReadOnlyObjectProperty<FileQueries.@Nullable Totals> missingProperty() {
        return missing.getReadOnlyProperty();
    }

    /** Changes whenever a file was stored. */
    public ReadOnlyObjectProperty<Optional<UUID>> newestProperty() {
        return newest.getReadOnlyProperty();
    }

    /** How long the last page took. */
    public Duration queryTime() {
        return queryTime;
    }

    public void clearFilter() {
        text.set(FilterText.EMPTY);
    }

    public PageSource<StoredFile> files() {
        FileFilter wanted = filter.get();
        return (after, limit) -> {
            long start = System.nanoTime();
            var page = queries.files(wanted, after, limit);
            queryTime = Duration.ofNanos(System.nanoTime() - start);
            return page;
        };
    }

    /** Looks one file up, wherever it is in the lists. */
    public void find(UUID id, Consumer<StoredFile> found, Consumer<String> failed) {
        feed.load(() -> queries.find(id), file -> file.ifPresent(found), e -> failed.accept(ErrorMessages.of(e)));
    }

    private void read() {
        try {
            FileFilter wanted = FileFilterParser.read(text.get(), view.get(), formats);
            problem.set("");
            filter.set(wanted);
        } catch (IllegalArgumentException exception) {
            problem.set(ErrorMessages.of(exception));
        }
    }

    private void count() {
        totals.set(null);
        recount();
    }

    private void recount() {
        FileFilter wanted = filter.get();
        counts.load(() -> queries.totals(wanted, BOUND), totals::set, _ -> totals.set(null));
    }
}
