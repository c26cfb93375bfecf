package dev.darkroom.console.generations.details;

import dev.darkroom.console.kit.task.LatestTask;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.query.GenerationDetails;
import dev.darkroom.storage.supabase.SignedUrl;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/** The generation open in the inspector. Late answers about a previous one are dropped. FX thread. */
public final class GenerationDetailsModel {
    private final GenerationDetailsReader reader;
    private final Executor background;
    private final Executor fx;
    private final LatestTask reading;
    private final LatestTask readingLogFiles;
    private final BooleanProperty logFilesWanted = new SimpleBooleanProperty();
    private final ReadOnlyObjectWrapper<@Nullable UUID> open = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable GenerationDetails> details = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable Exception> failure = new ReadOnlyObjectWrapper<>();

    public GenerationDetailsModel(GenerationDetailsReader reader, Executor background, Executor fx) {
        this.reader = reader;
        this.background = background;
        this.fx = fx;
        reading = new LatestTask(background, fx);
        readingLogFiles = new LatestTask(background, fx);
        logFilesWanted.subscribe(_ -> readLogFiles());
    }

    public ReadOnlyObjectProperty<@Nullable UUID> openProperty() {
        return open.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<@Nullable GenerationDetails> detailsProperty() {
        return details.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<@Nullable Exception> failureProperty() {
        return failure.getReadOnlyProperty();
    }

    /** Whether somebody sees the log lines: only then are the log files searched for those of an old generation. */
    public BooleanProperty logFilesWantedProperty() {
        return logFilesWanted;
    }

    public boolean isOpen(UUID id) {
        return id.equals(open.get());
    }

    public void open(UUID id) {
        if (!isOpen(id)) {
            details.set(null); // nothing of another generation is shown, or acted on, under this id
            failure.set(null);
            open.set(id);
        }
        refresh();
    }

    /** Reads the generation again; the old details stay until the new ones arrive. */
    public void refresh() {
        reading.cancel();
        refreshIfIdle();
    }

    /** Reads again, unless a read is pending, because the diagnosis contains ages. */
    public void refreshIfIdle() {
        UUID id = open.get();
        if (id != null) {
            reading.loadIfIdle(
                    () -> reader.read(id),
                    read -> {
                        failure.set(null);
                        details.set(read);
                        readLogFiles();
                    },
                    failure::set);
        }
    }

    /** Searches the log files after the details are there, and for one generation at a time: each search reads them all. */
    private void readLogFiles() {
        GenerationDetails shown = details.get();
        if (shown != null && logFilesWanted.get()) {
            readingLogFiles.loadIfIdle(
                    () -> reader.readLogFiles(shown.generation()),
                    found -> {
                        if (found || !isOpen(shown.generation().id())) {
                            refreshIfIdle();
                        }
                    },
                    _ -> {});
        }
    }

    /** Runs {@code then} once this generation has been read, unless another one is read first. */
    public void whenRead(UUID id, Runnable then) {
        GenerationDetails now = details.get();
        if (now != null && now.generation().id().equals(id)) {
            then.run();
            return;
        }
        Subscription[] once = new Subscription[1];
        once[0] = details.subscribe((_, read) -> {
            once[0].unsubscribe();
            if (read != null && read.generation().id().equals(id)) {
                then.run();
            }
        });
    }

    public void close() {
        reading.cancel();
        open.set(null);
        details.set(null);
        failure.set(null);
    }

    /** Returns a second, independent model for another generation, which is shown in its own window. */
    public GenerationDetailsModel independentModel() {
        GenerationDetailsModel own = new GenerationDetailsModel(reader, background, fx);
        own.logFilesWanted.set(true);
        return own;
    }

    /** Reads the current state of any generation, whichever one is open. */
    void find(UUID id, Consumer<Generation> onFound, Consumer<Exception> onFailure) {
        new LatestTask(background, fx)
                .load(() -> reader.read(id), read -> onFound.accept(read.generation()), onFailure);
    }

    /** Creates a new link to the first file. */
    void newLink(Generation generation, Consumer<SignedUrl> onLink, Consumer<Exception> onFailure) {
        new LatestTask(background, fx).load(() -> reader.newLink(generation), onLink, onFailure);
    }
}
