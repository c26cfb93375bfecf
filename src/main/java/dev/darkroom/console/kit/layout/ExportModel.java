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

/** One export to a file at a time, in the background. FX thread. */
public final class ExportModel {
    /** Where an export stands. */
    public enum State {
        NONE,
        RUNNING,
        DONE,
        FAILED
    }

    /** Writes a whole file, or nothing when {@code progress}, which gets the lines so far, throws; gives the count. */
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

    /** Ends it; nothing is left behind. Also takes away what was said about an earlier one. */
    public void stop() {
        stopped.set(true);
        if (running != null) {
            running.cancel();
        }
        state.set(State.NONE);
    }
}
