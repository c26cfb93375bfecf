package dev.darkroom.console.kit.layout;

import dev.darkroom.console.kit.task.FxChannel;
import dev.darkroom.console.kit.task.FxEventBridge;
import dev.darkroom.console.kit.task.LoadingTask;
import dev.darkroom.console.kit.text.ErrorMessages;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/** Exports to a file in the background, one export at a time. FX thread. */
public final class ExportModel {
    /** The state of an export. */
    public enum State {
        NONE,
        RUNNING,
        DONE,
        FAILED
    }

    /** Writes the whole file, or nothing if {@code progress}, which takes the lines so far, throws; returns the line count. */
    @FunctionalInterface
    public interface Work {
        long write(LongConsumer progress) throws Exception;
    }

    private final FxEventBridge feed;
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(State.NONE);
    private final ReadOnlyLongWrapper written = new ReadOnlyLongWrapper();
    private final ReadOnlyObjectWrapper<@Nullable Path> target = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
    private @Nullable LoadingTask running;
    private AtomicBoolean stopped = new AtomicBoolean();

    public ExportModel(FxEventBridge feed) {
        this.feed = feed;
    }

    public ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** Lines so far. */
    public ReadOnlyLongProperty writtenProperty() {
        return written.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<@Nullable Path> targetProperty() {
        return target.getReadOnlyProperty();
    }

    public ReadOnlyStringProperty failureProperty() {
        return failure.getReadOnlyProperty();
    }

    public void start(Path file, Work work) {
        stop();
        target.set(file);
        written.set(0);
        state.set(State.RUNNING);
        FxChannel<Long> progress = feed.latest(_ -> file, list -> written.set(list.getLast()));
        AtomicBoolean over = new AtomicBoolean();
        stopped = over;
        running = feed.load(
                () -> work.write(lines -> {
                    if (over.get()) {
                        throw new CancellationException();
                    }
                    progress.offer(lines);
                }),
                lines -> {
                    progress.close();
                    written.set(lines);
                    state.set(State.DONE);
                },
                exception -> {
                    progress.close();
                    failure.set(ErrorMessages.of(exception));
                    state.set(State.FAILED);
                });
    }

    /** Reports why nothing is exported. */
    public void refuse(String sentence) {
        stop();
        failure.set(sentence);
        state.set(State.FAILED);
    }

    /** Stops the export without leaving anything behind; also clears the outcome of an earlier one. */
    public void stop() {
        stopped.set(true);
        if (running != null) {
            running.cancel();
        }
        state.set(State.NONE);
    }
}
