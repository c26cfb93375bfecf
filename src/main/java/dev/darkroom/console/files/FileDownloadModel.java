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

/** One download of many files at a time, in the background. FX thread. */
public final class FileDownloadModel {
    /** Where a download stands. */
    public enum State {
        NONE,
        RUNNING,
        /** Ended or stopped; each file has its outcome. */
        DONE,
        FAILED
    }

    /** How far it has come, of how many files and bytes. */
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

    /** What became of each file of the last download. */
    public List<FileDownload.Outcome> outcomes() {
        return outcomes;
    }

    /** The folder or the zip. */
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

    /** The file that is on its way is given up, those that are saved stay. */
    public void stop() {
        stopped.set(true);
    }

    /** Takes away what is said about the last one. */
    public void clear() {
        if (state.get() != State.RUNNING) {
            state.set(State.NONE);
        }
    }
}
