package dev.darkroom.console.kit.task;

import dev.darkroom.logging.DefectReport;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One question at a time: when a newer one was asked, the answer to an older one is dropped. Asked on the FX thread. */
public final class LatestQuestion {
    private static final Logger LOG = LoggerFactory.getLogger(LatestQuestion.class);

    private final Executor background;
    private final Executor fx;
    private long asked;
    private boolean waiting;

    public LatestQuestion(Executor background, Executor fx) {
        this.background = background;
        this.fx = fx;
    }

    public <T> void ask(Callable<T> question, Consumer<? super T> onAnswer, Consumer<? super Exception> onFailure) {
        long mine = ++asked;
        waiting = true;
        background.execute(() -> {
            try {
                T answer = question.call();
                heard(mine, () -> onAnswer.accept(answer));
            } catch (Exception failure) {
                heard(mine, () -> onFailure.accept(failure));
            } catch (Error error) {
                DefectReport.outlived(LOG, "A question of the window", error);
                heard(mine, () -> onFailure.accept(new BackgroundErrorException(error)));
            }
        });
    }

    private void heard(long question, Runnable tell) {
        fx.execute(() -> {
            if (question == asked) {
                waiting = false;
                tell.run();
            }
        });
    }

    /** Asks unless an answer is on its way: what is asked by the clock would else never hear a slow one. */
    public <T> void again(Callable<T> question, Consumer<? super T> onAnswer, Consumer<? super Exception> onFailure) {
        if (!waiting) {
            ask(question, onAnswer, onFailure);
        }
    }

    /** Nobody waits for the answer any more. */
    public void forget() {
        asked++;
        waiting = false;
    }
}
