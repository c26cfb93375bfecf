package dev.darkroom.console.credits;

import dev.darkroom.console.Channel;
import dev.darkroom.console.Feed;
import dev.darkroom.console.Loading;
import dev.darkroom.console.Sentences;
import dev.darkroom.credit.LedgerExport;
import dev.darkroom.credit.LedgerFilter;
import java.nio.file.Path;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/** One export of the ledger at a time, in the background. FX thread. */
public final class ExportModel {
    /** Where an export stands. */
    public enum State {
        NONE,
        RUNNING,
        DONE,
        FAILED
    }

    private final LedgerExport export;
    private final Feed feed;
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(State.NONE);
    private final ReadOnlyLongWrapper written = new ReadOnlyLongWrapper();
    private final ReadOnlyObjectWrapper<@Nullable Path> target = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
    private @Nullable Loading running;

    public ExportModel(LedgerExport export, Feed feed) {
        this.export = export;
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

    public void start(LedgerFilter filter, Path file) {
        stop();
        target.set(file);
        written.set(0);
        state.set(State.RUNNING);
        Channel<Long> progress = feed.latest(_ -> file, list -> written.set(list.getLast()));
        running = feed.load(
                () -> export.write(filter, file, progress::offer),
                lines -> {
                    progress.close();
                    written.set(lines);
                    state.set(State.DONE);
                },
                exception -> {
                    progress.close();
                    failure.set(Sentences.of(exception));
                    state.set(State.FAILED);
                });
    }

    /** Ends it; nothing is left behind. Also takes away what was said about an earlier one. */
    public void stop() {
        if (running != null) {
            running.cancel();
        }
        state.set(State.NONE);
    }
}
