package dev.darkroom.console.generations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.generation.Act;
import dev.darkroom.generation.BulkAction;
import dev.darkroom.generation.BulkActions;
import dev.darkroom.generation.Decision;
import dev.darkroom.generation.EditPlan;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.GenerationActs;
import dev.darkroom.generation.GenerationFilter;
import dev.darkroom.generation.Seen;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/** What can be done with one generation or with many, beyond looking: decided on what was shown. FX thread. */
public final class ActsModel {
    private static final int MOST_OUTCOMES = 2_000;

    private final GenerationActs acts;
    private final BulkActions bulks;
    private final Manner manner;
    private final Executor background;
    private final Executor fx;
    private final Latest planning;
    private final Latest watching;
    private final ReadOnlyObjectWrapper<@Nullable BulkAction> bulk = new ReadOnlyObjectWrapper<>();

    /**
     * On whose behalf and how carefully.
     *
     * @param production the count of many must be typed
     */
    public record Manner(String actor, boolean readOnly, boolean production) {}

    public ActsModel(GenerationActs acts, BulkActions bulks, Manner manner, Executor background, Executor fx) {
        this.acts = acts;
        this.bulks = bulks;
        this.manner = manner;
        this.background = background;
        this.fx = fx;
        planning = new Latest(background, fx);
        watching = new Latest(background, fx);
    }

    Manner manner() {
        return manner;
    }

    /** The acts that want nothing but a reason. */
    void act(Act act, Generation shown, String reason, Consumer<Decision> onDone, Consumer<Exception> onFailure) {
        UUID id = shown.id();
        Seen seen = Seen.of(shown);
        ask(
                () -> switch (act) {
                    case RECOVER -> acts.recover(id, seen, reason, manner.actor());
                    case REFUND -> acts.refund(id, seen, reason, manner.actor());
                    case MARK_FAILED -> acts.markFailed(id, seen, reason, manner.actor());
                    case SEND_AGAIN -> acts.sendAgain(id, seen, reason, manner.actor());
                    case RETRY, CANCEL, EDIT_AND_RETRY, ATTACH, PRIORITY ->
                        throw new IllegalArgumentException(act + " needs more than a reason.");
                },
                onDone,
                onFailure);
    }

    void attach(
            Generation shown, String request, String reason, Consumer<Decision> onDone, Consumer<Exception> onFailure) {
        ask(() -> acts.attach(shown.id(), Seen.of(shown), request, reason, manner.actor()), onDone, onFailure);
    }

    void priority(
            Generation shown, int priority, String reason, Consumer<Decision> onDone, Consumer<Exception> onFailure) {
        ask(() -> acts.changePriority(shown.id(), Seen.of(shown), priority, reason, manner.actor()), onDone, onFailure);
    }

    /** The price of an input that is being typed; only the latest is told. */
    void planEdit(UUID id, ObjectNode input, Consumer<EditPlan> onPlan, Consumer<Exception> onFailure) {
        planning.ask(() -> acts.planEdit(id, input), onPlan, onFailure);
    }

    void edit(
            UUID id,
            EditPlan plan,
            ObjectNode input,
            String reason,
            Consumer<Decision> onDone,
            Consumer<Exception> onFailure) {
        ask(() -> acts.editAndRetry(id, plan, input, reason, manner.actor()), onDone, onFailure);
    }

    /** The bulk act that is watched, null when there is none. */
    ReadOnlyObjectProperty<@Nullable BulkAction> bulkProperty() {
        return bulk.getReadOnlyProperty();
    }

    void start(Many many, Act act, String reason, @Nullable Long budget, Consumer<Exception> onFailure) {
        BulkActions.Order order = new BulkActions.Order(act, reason, manner.actor(), many.what(), budget);
        ask(
                () -> bulks.find(
                                many.matching() == null
                                        ? bulks.start(order, many.ids())
                                        : bulks.start(order, many.matching()))
                        .orElseThrow(),
                bulk::set,
                onFailure);
    }

    /** Looks how far it has come; when none is watched, for one that runs, whoever began it. */
    void watch() {
        BulkAction watched = bulk.get();
        if (watched == null) {
            watching.again(
                    () -> bulks.recent(1),
                    recent -> recent.stream()
                            .filter(b -> b.state() == BulkAction.State.RUNNING)
                            .forEach(bulk::set),
                    _ -> {});
        } else if (watched.state() == BulkAction.State.RUNNING) {
            watching.again(() -> bulks.find(watched.id()).orElseThrow(), bulk::set, _ -> {});
        }
    }

    void forgetBulk() {
        watching.forget();
        bulk.set(null);
    }

    void stop(BulkAction running, Consumer<Exception> onFailure) {
        ask(
                () -> {
                    bulks.stop(running.id(), manner.actor());
                    return bulks.find(running.id()).orElseThrow();
                },
                bulk::set,
                onFailure);
    }

    void outcomes(BulkAction of, Consumer<List<BulkAction.Item>> onItems, Consumer<Exception> onFailure) {
        ask(() -> bulks.items(of.id(), MOST_OUTCOMES), onItems, onFailure);
    }

    /** What a bulk act is for: these, or all that match. */
    record Many(Collection<UUID> ids, @Nullable GenerationFilter matching, String count, String what) {}

    private <T> void ask(Callable<T> question, Consumer<T> onAnswer, Consumer<Exception> onFailure) {
        new Latest(background, fx).ask(question, onAnswer, onFailure);
    }
}
