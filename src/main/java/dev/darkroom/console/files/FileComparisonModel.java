package dev.darkroom.console.files;

import dev.darkroom.console.kit.task.FxChannel;
import dev.darkroom.console.kit.task.FxEventBridge;
import dev.darkroom.console.kit.text.ErrorMessages;
import dev.darkroom.storage.StorageComparison;
import dev.darkroom.storage.StorageDifference;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;

/** A comparison of database rows and storage that continues while other screens are shown, with its findings. FX thread. */
public final class FileComparisonModel {
    /** How many differences of each kind are kept for the list; all are counted. */
    static final int MAX_KEPT = 10_000;

    /** The state of a comparison. */
    public enum State {
        NONE,
        RUNNING,
        STOPPED,
        DONE,
        FAILED
    }

    /** The findings so far, written by the comparison while the window reads them. */
    private static final class Findings {
        private final Map<StorageDifference.Kind, List<StorageDifference>> kept =
                new EnumMap<>(StorageDifference.Kind.class);
        private final Map<StorageDifference.Kind, Long> counts = new EnumMap<>(StorageDifference.Kind.class);

        synchronized void add(List<StorageDifference> more) {
            for (StorageDifference difference : more) {
                counts.merge(difference.kind(), 1L, Long::sum);
                List<StorageDifference> list = kept.computeIfAbsent(difference.kind(), _ -> new ArrayList<>());
                if (list.size() < MAX_KEPT) {
                    list.add(difference);
                }
            }
        }

        synchronized long count(StorageDifference.Kind of) {
            return counts.getOrDefault(of, 0L);
        }

        synchronized List<StorageDifference> list(StorageDifference.Kind of) {
            return List.copyOf(kept.getOrDefault(of, List.of()));
        }
    }

    private final StorageComparison comparison;
    private final FxEventBridge feed;
    private final ObjectProperty<StorageDifference.Kind> kind =
            new SimpleObjectProperty<>(StorageDifference.Kind.OBJECT_WITHOUT_ROW);
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(State.NONE);
    private final ReadOnlyObjectWrapper<StorageComparison.@Nullable Progress> progress = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
    private Findings findings = new Findings();
    private AtomicBoolean stopped = new AtomicBoolean();

    public FileComparisonModel(StorageComparison comparison, FxEventBridge feed) {
        this.comparison = comparison;
        this.feed = feed;
    }

    public ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** The progress, null before the first page. Changes with each page, once its findings are available. */
    public ReadOnlyObjectProperty<StorageComparison.@Nullable Progress> progressProperty() {
        return progress.getReadOnlyProperty();
    }

    public ReadOnlyStringProperty failureProperty() {
        return failure.getReadOnlyProperty();
    }

    /** The kind of difference that is listed. */
    public ObjectProperty<StorageDifference.Kind> kindProperty() {
        return kind;
    }

    public long count(StorageDifference.Kind of) {
        return findings.count(of);
    }

    /** Returns the first {@link #MAX_KEPT} differences of this kind. */
    public List<StorageDifference> found(StorageDifference.Kind of) {
        return findings.list(of);
    }

    public void start() {
        if (state.get() == State.RUNNING) {
            return;
        }
        Findings finding = new Findings();
        findings = finding;
        progress.set(null);
        AtomicBoolean over = new AtomicBoolean();
        stopped = over;
        state.set(State.RUNNING);
        FxChannel<StorageComparison.Progress> pages = feed.latest(_ -> over, list -> progress.set(list.getLast()));
        feed.load(
                () -> comparison.run(over::get, (far, more) -> {
                    finding.add(more);
                    pages.offer(far);
                }),
                result -> {
                    pages.close();
                    progress.set(result.progress());
                    state.set(result.complete() ? State.DONE : State.STOPPED);
                },
                exception -> {
                    pages.close();
                    failure.set(ErrorMessages.of(exception));
                    state.set(State.FAILED);
                });
    }

    /** Stops before the next page; the findings are kept. */
    public void stop() {
        stopped.set(true);
    }
}
