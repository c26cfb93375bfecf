package dev.darkroom.console.files;

import dev.darkroom.console.kit.task.FxChannel;
import dev.darkroom.console.kit.task.FxEventBridge;
import dev.darkroom.console.kit.text.ErrorMessages;
import dev.darkroom.storage.StoredFile;
import dev.darkroom.storage.preview.FileDownload;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/** Downloads sets of files in the background, one download at a time. FX thread. */
public final class FileDownloadModel {
    /** The state of a download. */
    public enum State {
        NONE,
        RUNNING,
        /** Ended or stopped; each file has an outcome. */
        DONE,
        FAILED
    }

    /** The files and bytes done, and their totals. */
    public record Progress(int files, int of, long bytes, long ofBytes) {
        static final Progress NONE = new Progress(0, 0, 0, 0);

        double share() {
            return ofBytes > 0 ? Math.min(1, (double) bytes / ofBytes) : of > 0 ? (double) files / of : 0;
        }
    }

    private final FileDownload download;
    private final FxEventBridge feed;
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(State.NONE);
    private final ReadOnlyObjectWrapper<Progress> progress = new ReadOnlyObjectWrapper<>(Progress.NONE);
    private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
    private List<FileDownload.Outcome> outcomes = List.of();
    private @Nullable Path target;
    private AtomicBoolean stopped = new AtomicBoolean();

    public FileDownloadModel(FileDownload download, FxEventBridge feed) {
        this.download = download;
        this.feed = feed;
    }

    public ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Progress> progressProperty() {
        return progress.getReadOnlyProperty();
    }

    public ReadOnlyStringProperty failureProperty() {
        return failure.getReadOnlyProperty();
    }

    /** Returns the outcome of each file of the last download. */
    public List<FileDownload.Outcome> outcomes() {
        return outcomes;
    }

    /** The target folder or zip file. */
    public @Nullable Path target() {
        return target;
    }

    public void toFolder(List<StoredFile> files, Path folder) {
        start(files, folder, (over, listener) -> download.toFolder(files, folder, over::get, listener));
    }

    public void toZip(List<StoredFile> files, Path zip) {
        start(files, zip, (over, listener) -> download.toZip(files, zip, over::get, listener));
    }

    private interface Work {
        List<FileDownload.Outcome> run(AtomicBoolean over, FileDownload.Listener listener);
    }

    private void start(List<StoredFile> files, Path where, Work work) {
        if (state.get() == State.RUNNING) {
            return;
        }
        AtomicBoolean over = new AtomicBoolean();
        stopped = over;
        target = where;
        outcomes = List.of();
        long bytes = files.stream()
                .map(StoredFile::bytes)
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .sum();
        progress.set(new Progress(0, files.size(), 0, bytes));
        state.set(State.RUNNING);
        FxChannel<Progress> moved = feed.latest(_ -> where, list -> progress.set(list.getLast()));
        feed.load(
                () -> work.run(over, (done, sum) -> moved.offer(new Progress(done, files.size(), sum, bytes))),
                found -> {
                    moved.close();
                    outcomes = List.copyOf(found);
                    state.set(State.DONE);
                },
                exception -> {
                    moved.close();
                    failure.set(ErrorMessages.of(exception));
                    state.set(exception instanceof CancellationException ? State.NONE : State.FAILED);
                });
    }

    /** Aborts the file in transfer; files already saved stay. */
    public void stop() {
        stopped.set(true);
    }

    /** Clears the outcome of the last download. */
    public void clear() {
        if (state.get() != State.RUNNING) {
            state.set(State.NONE);
        }
    }
}
