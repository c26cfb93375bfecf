package dev.darkroom.console.generations;

import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** One question at a time: when a newer one was asked, the answer to an older one is dropped. Asked on the FX thread. */
final class Latest {
    private final Executor background;
    private final Executor fx;
    private long asked;

    Latest(Executor background, Executor fx) {
        this.background = background;
        this.fx = fx;
    }

    <T> void ask(Callable<T> question, Consumer<? super T> onAnswer, Consumer<? super Exception> onFailure) {
        long mine = ++asked;
        background.execute(() -> {
            try {
                T answer = question.call();
                fx.execute(() -> {
                    if (mine == asked) {
                        onAnswer.accept(answer);
                    }
                });
            } catch (Exception failure) {
                fx.execute(() -> {
                    if (mine == asked) {
                        onFailure.accept(failure);
                    }
                });
            }
        });
    }

    /** Nobody waits for the answer any more. */
    void forget() {
        asked++;
    }
}
