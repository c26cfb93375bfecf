package dev.darkroom.console.generations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.console.kit.task.LatestTask;
import dev.darkroom.fal.FalHistoryResult;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.GenerationTriage.TriageMark;
import dev.darkroom.generation.RetryPlan;
import dev.darkroom.generation.action.ActionResult;
import dev.darkroom.generation.action.BulkAction;
import dev.darkroom.generation.action.BulkActionQueries;
import dev.darkroom.generation.action.BulkActionQueries.BulkActionEstimate;
import dev.darkroom.generation.action.BulkActionService;
import dev.darkroom.generation.action.ExpectedVersion;
import dev.darkroom.generation.action.GenerationActions;
import dev.darkroom.generation.action.OperatorAction;
import dev.darkroom.generation.action.TriageService;
import dev.darkroom.generation.query.GenerationFilter;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/** Runs the actions on one or many generations, each based on the version that was shown. FX thread. */
public final class GenerationActionsModel {
    private static final int MAX_OUTCOMES = 2_000;

    private final @Nullable Operator operator;
    private final BulkActionQueries bulks;
    private final Executor background;
    private final Executor fx;
    private final LatestTask planning;
    private final LatestTask estimating;
    private final LatestTask watching;
    private final ReadOnlyObjectWrapper<@Nullable BulkAction> bulk = new ReadOnlyObjectWrapper<>();
    /** The rows that were selected when a bulk action was started here, by bulk action. */
    private final Map<UUID, Set<UUID>> selections = new HashMap<>();
    /** The bulk actions whose end has not been read yet. */
    private final Set<UUID> running = new HashSet<>();

    private Consumer<BulkAction> onProgress = _ -> {};

    /**
     * The operator who acts, and the services they act through.
     *
     * @param actor the operator's name in the ledger and the timeline
     * @param production whether bulk actions require typing the count
     */
    public record Operator(
            GenerationActions actions,
            BulkActionService bulks,
            TriageService triage,
            String actor,
            boolean production) {}

    /** @param operator null on a read-only connection, where no action is possible */
    public GenerationActionsModel(
            @Nullable Operator operator, BulkActionQueries bulks, Executor background, Executor fx) {
        this.operator = operator;
        this.bulks = bulks;
        this.background = background;
        this.fx = fx;
        planning = new LatestTask(background, fx);
        estimating = new LatestTask(background, fx);
        watching = new LatestTask(background, fx);
    }

    public boolean isReadOnly() {
        return operator == null;
    }

    public boolean isProduction() {
        return operator != null && operator.production();
    }

    /** Returns a task for a place that shows one answer; see {@link LatestTask}. */
    public LatestTask latestTask() {
        return new LatestTask(background, fx);
    }

    /**
     * Loads the cost of a retry; {@code onFailure} receives why none is possible.
     *
     * @param reading the task of the place that asks, so that only its latest plan arrives
     */
    public void planRetry(LatestTask reading, UUID id, Consumer<RetryPlan> onPlan, Consumer<Exception> onFailure) {
        reading.load(() -> operator().actions().planRetry(id), onPlan, onFailure);
    }

    public void retry(
            UUID id, RetryPlan plan, String reason, Consumer<ActionResult> onDone, Consumer<Exception> onFailure) {
        ask(by -> by.actions().retry(id, plan, reason, by.actor()), onDone, onFailure);
    }

    public void cancel(UUID id, String reason, Consumer<ActionResult> onDone, Consumer<Exception> onFailure) {
        ask(by -> by.actions().cancel(id, reason, by.actor()), onDone, onFailure);
    }

    /** Runs an action that needs only a reason. */
    public void runAction(
            OperatorAction action,
            Generation shown,
            String reason,
            Consumer<ActionResult> onDone,
            Consumer<Exception> onFailure) {
        UUID id = shown.id();
        ExpectedVersion seen = ExpectedVersion.of(shown);
        ask(
                by -> switch (action) {
                    case RECOVER -> by.actions().recover(id, seen, reason, by.actor());
                    case RETRY_NOW -> by.actions().retryNow(id, seen, reason, by.actor());
                    case REFUND -> by.actions().refund(id, seen, reason, by.actor());
                    case MARK_FAILED -> by.actions().markFailed(id, seen, reason, by.actor());
                    case SEND_AGAIN -> by.actions().sendAgain(id, seen, reason, by.actor());
                    case RETRY, CANCEL, EDIT_AND_RETRY, ATTACH, PRIORITY ->
                        throw new IllegalArgumentException(action + " needs more than a reason.");
                },
                onDone,
                onFailure);
    }

    public void attach(
            Generation shown,
            String request,
            String reason,
            Consumer<ActionResult> onDone,
            Consumer<Exception> onFailure) {
        ask(
                by -> by.actions().attach(shown.id(), ExpectedVersion.of(shown), request, reason, by.actor()),
                onDone,
                onFailure);
    }

    /** Queries fal.ai for the requests that may belong to a generation whose submit was lost. */
    public void requestsLike(UUID id, Consumer<FalHistoryResult> onFound, Consumer<Exception> onFailure) {
        ask(by -> by.actions().requestsLike(id), onFound, onFailure);
    }

    public void changePriority(
            Generation shown,
            int priority,
            String reason,
            Consumer<ActionResult> onDone,
            Consumer<Exception> onFailure) {
        ask(
                by -> by.actions().changePriority(shown.id(), ExpectedVersion.of(shown), priority, reason, by.actor()),
                onDone,
                onFailure);
    }

    /** The actor whose marks are "mine"; empty on a read-only connection. */
    public String actor() {
        return operator == null ? "" : operator.actor();
    }

    /** Sets or removes a mark. */
    public void mark(
            UUID id, TriageMark mark, boolean set, Consumer<ActionResult> onDone, Consumer<Exception> onFailure) {
        ask(
                by -> set ? by.triage().mark(id, mark, by.actor()) : by.triage().unmark(id, mark, by.actor()),
                onDone,
                onFailure);
    }

    public void note(UUID id, String text, Consumer<ActionResult> onDone, Consumer<Exception> onFailure) {
        ask(by -> by.triage().note(id, text, by.actor()), onDone, onFailure);
    }

    /** Prices an input being typed; only the latest answer is delivered. */
    public void planEdit(
            UUID id, ObjectNode input, Consumer<GenerationActions.EditPlan> onPlan, Consumer<Exception> onFailure) {
        planning.load(() -> operator().actions().planEdit(id, input), onPlan, onFailure);
    }

    public void edit(
            UUID id,
            GenerationActions.EditPlan plan,
            ObjectNode input,
            String reason,
            Consumer<ActionResult> onDone,
            Consumer<Exception> onFailure) {
        ask(by -> by.actions().editAndRetry(id, plan, input, reason, by.actor()), onDone, onFailure);
    }

    /** Sets the handler for each state that is read of a bulk action, its last one included. */
    public void onProgress(Consumer<BulkAction> handler) {
        onProgress = handler;
    }

    /** The bulk action that is shown, or null. */
    public ReadOnlyObjectProperty<@Nullable BulkAction> bulkProperty() {
        return bulk.getReadOnlyProperty();
    }

    /** Estimates the scope of an action on all matching generations; only the latest answer is delivered. */
    public void estimate(
            GenerationFilter matching, Consumer<BulkActionEstimate> onEstimate, Consumer<Exception> onFailure) {
        estimating.load(() -> bulks.estimate(matching), onEstimate, onFailure);
    }

    /** @param selected the rows that are selected */
    public void start(
            BulkTarget target,
            OperatorAction action,
            String reason,
            @Nullable Long budget,
            Set<UUID> selected,
            Consumer<Exception> onFailure) {
        ask(
                by -> {
                    BulkActionService.Order order = new BulkActionService.Order(
                            action, reason, by.actor(), target.description(), budget, target.withoutRefused());
                    UUID started = target.matching() == null
                            ? by.bulks().start(order, target.ids())
                            : by.bulks().start(order, target.matching());
                    return bulks.find(started).orElseThrow();
                },
                started -> {
                    selections.put(started.id(), Set.copyOf(selected));
                    show(started);
                },
                onFailure);
    }

    /** Runs a bulk action again on everything that failed in it. */
    public void restart(BulkAction ended, String reason, @Nullable Long budget, Consumer<Exception> onFailure) {
        ask(
                by -> bulks.find(by.bulks().restart(ended.id(), reason, by.actor(), budget))
                        .orElseThrow(),
                this::show,
                onFailure);
    }

    /** Returns the rows that were selected when this bulk action was started here; empty if it was started elsewhere. */
    public Optional<Set<UUID>> selectionAtStart(BulkAction of) {
        return Optional.ofNullable(selections.get(of.id()));
    }

    /** Reads the progress of all running bulk actions, of any actor. */
    public void watch() {
        List<UUID> known = List.copyOf(running);
        watching.loadIfIdle(() -> bulks.runningOr(known), found -> found.forEach(this::read), _ -> {});
    }

    /** Whether a bulk action is known to be running. */
    public boolean isBulkRunning() {
        return !running.isEmpty();
    }

    private void show(BulkAction started) {
        watching.cancel();
        bulk.set(started);
        read(started);
    }

    private void read(BulkAction found) {
        boolean isRunning = found.state() == BulkAction.State.RUNNING;
        boolean isNew = isRunning && running.add(found.id());
        if (!isRunning) {
            running.remove(found.id());
        }
        BulkAction shown = bulk.get();
        boolean isFree = shown == null || shown.state() != BulkAction.State.RUNNING;
        if (shown != null && shown.id().equals(found.id()) || isNew && isFree) {
            bulk.set(found);
        }
        onProgress.accept(found);
    }

    /** Shows no bulk action until another one is started; those that run are still watched. */
    public void forgetBulk() {
        bulk.set(null);
    }

    public void stop(BulkAction running, Consumer<Exception> onFailure) {
        ask(
                by -> {
                    by.bulks().stop(running.id(), by.actor());
                    return bulks.find(running.id()).orElseThrow();
                },
                stopped -> {
                    watching.cancel();
                    read(stopped);
                },
                onFailure);
    }

    public void outcomes(BulkAction of, Consumer<List<BulkAction.Item>> onItems, Consumer<Exception> onFailure) {
        new LatestTask(background, fx).load(() -> bulks.items(of.id(), MAX_OUTCOMES), onItems, onFailure);
    }

    /**
     * The target of a bulk action: given generations, or all matching ones.
     *
     * @param withoutRefused leaves out generations whose prompt was refused
     */
    public record BulkTarget(
            Collection<UUID> ids,
            @Nullable GenerationFilter matching,
            boolean withoutRefused,
            String count,
            String description) {}

    /** Delivers the result of every action, whatever was requested meanwhile. */
    private <T> void ask(Function<Operator, T> act, Consumer<T> onAnswer, Consumer<Exception> onFailure) {
        new LatestTask(background, fx).load(() -> act.apply(operator()), onAnswer, onFailure);
    }

    private Operator operator() {
        if (operator == null) {
            throw new IllegalStateException(GenerationMessages.get("acts.readonly"));
        }
        return operator;
    }
}
