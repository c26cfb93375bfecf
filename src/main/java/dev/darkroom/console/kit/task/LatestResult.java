package dev.darkroom.console.kit.task;

import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A place that shows one result: every new load cancels the one before, so a late answer never overwrites a newer one. */
public final class LatestResult {
    private final FxEventBridge feed;
    private @Nullable LoadingTask current;

    LatestResult(FxEventBridge feed) {
        this.feed = feed;
    }

    /** On the FX thread; see {@link FxEventBridge#load}. */
    public <T> LoadingTask load(Callable<T> work, Consumer<? super T> onFx, Consumer<? super Exception> onError) {
        cancel();
        LoadingTask loading = feed.load(work, onFx, onError);
        current = loading;
        return loading;
    }

    public boolean isRunning() {
        return current != null && current.isRunning();
    }

    public void cancel() {
        if (current != null) {
            current.cancel();
            current = null;
        }
    }
}
