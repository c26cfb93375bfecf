package dev.darkroom.console.settings;

import dev.darkroom.console.kit.task.FxEventBridge;
import dev.darkroom.console.kit.task.LatestTask;
import dev.darkroom.console.kit.task.PollingTask;
import dev.darkroom.console.kit.text.ErrorMessages;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.fal.catalog.CatalogModel;
import dev.darkroom.fal.catalog.ModelCatalog;
import dev.darkroom.generation.action.ActionResult;
import dev.darkroom.generation.action.QuotaService;
import dev.darkroom.generation.engine.QuotaUsage;
import dev.darkroom.generation.engine.RunQuota;
import dev.darkroom.generation.query.GenerationQueries;
import dev.darkroom.message.CodedMessage;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/** The limits with their current usage, polled while they are shown. FX thread. */
public final class QuotaLimitsModel {
    /** Coded, so that each reader sees it in their own language. */
    private static final String REASON =
            CodedMessage.of("reason.settings").json().toString();

    private static final MessageTexts TEXTS = MessageTexts.of("settings");
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final int MAX_USERS = 50;

    private final @Nullable QuotaService limits;
    private final ModelCatalog models;
    private final GenerationQueries queries;
    private final FxEventBridge feed;
    private final String actor;
    private final ReadOnlyObjectWrapper<@Nullable List<QuotaUsage.InUse>> list = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable String> failure = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Outcome> outcome = new ReadOnlyObjectWrapper<>(Outcome.NOTHING);
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
    private final LatestTask users;
    private BiConsumer<String, Runnable> onChanged = (_, _) -> {};
    private @Nullable PollingTask polling;

    /**
     * @param limits changes them; null on a read-only connection
     * @param actor the operator who changes them here
     */
    public QuotaLimitsModel(
            @Nullable QuotaService limits,
            ModelCatalog models,
            GenerationQueries queries,
            FxEventBridge feed,
            String actor) {
        this.limits = limits;
        this.models = models;
        this.queries = queries;
        this.feed = feed;
        this.actor = actor;
        users = feed.latestTask();
    }

    /** The outcome of the last change, as a sentence. */
    record Outcome(String text, boolean wrong) {
        static final Outcome NOTHING = new Outcome("", false);
    }

    private record Read(
            @Nullable List<QuotaUsage.InUse> limits,
            @Nullable String failure) {}

    /** Null until first read. */
    ReadOnlyObjectProperty<@Nullable List<QuotaUsage.InUse>> listProperty() {
        return list.getReadOnlyProperty();
    }

    /** Why the limits currently cannot be read, or null. */
    ReadOnlyObjectProperty<@Nullable String> failureProperty() {
        return failure.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Outcome> outcomeProperty() {
        return outcome.getReadOnlyProperty();
    }

    ReadOnlyBooleanProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }

    boolean isReadOnly() {
        return limits == null;
    }

    List<CatalogModel> models() {
        return models.models();
    }

    void shown() {
        hidden();
        polling = feed.poll(PAUSE, this::read, read -> {
            failure.set(read.failure());
            if (read.limits() != null && !read.limits().equals(list.get())) {
                list.set(read.limits());
            }
        });
    }

    void hidden() {
        if (polling != null) {
            polling.close();
            polling = null;
        }
    }

    private Read read() {
        try {
            return new Read(queries.runLimits(), null);
        } catch (RuntimeException exception) {
            return new Read(null, ErrorMessages.of(exception));
        }
    }

    /** Users whose name contains {@code part}. */
    void suggestUsers(String part, Consumer<List<String>> onUsers) {
        users.load(() -> queries.users(part, MAX_USERS), onUsers, _ -> {});
    }

    void set(RunQuota.Scope scope, String name, String number, Runnable onDone) {
        String digits = number.strip();
        if (!digits.matches("\\d{1,9}")) {
            outcome.set(new Outcome(TEXTS.get("limits.number", QuotaService.MAX_RUNS), true));
            return;
        }
        RunQuota wanted = new RunQuota(scope, name, Integer.parseInt(digits));
        Optional<RunQuota> before = known(scope, name);
        change(
                by -> by.set(scope, name, wanted.atMost(), REASON, actor),
                () -> undo(Optional.of(wanted), before),
                onDone);
    }

    void remove(RunQuota limit) {
        change(by -> by.remove(limit, REASON, actor), () -> undo(Optional.empty(), Optional.of(limit)), () -> {});
    }

    /** Sets the handler for changes, which receives a sentence and the undo action. */
    public void onChanged(BiConsumer<String, Runnable> handler) {
        onChanged = handler;
    }

    private Optional<RunQuota> known(RunQuota.Scope scope, String name) {
        return find(Objects.requireNonNullElse(list.get(), List.of()), scope, name);
    }

    private static Optional<RunQuota> find(List<QuotaUsage.InUse> limits, RunQuota.Scope scope, String name) {
        return limits.stream()
                .map(QuotaUsage.InUse::limit)
                .filter(limit -> limit.scope() == scope && limit.name().equals(name))
                .findFirst();
    }

    /** Restores the previous limit, unless it has been changed again since. */
    private void undo(Optional<RunQuota> now, Optional<RunQuota> before) {
        RunQuota one = now.or(() -> before).orElseThrow();
        change(
                by -> {
                    if (!find(queries.runLimits(), one.scope(), one.name()).equals(now)) {
                        throw new IllegalStateException(TEXTS.get("limits.undo.late"));
                    }
                    return before.map(limit -> by.set(
                                    limit.scope(), limit.name(), limit.atMost(), TEXTS.get("limits.undo"), actor))
                            .orElseGet(() -> by.remove(one, TEXTS.get("limits.undo"), actor));
                },
                null,
                () -> {});
    }

    private void change(Function<QuotaService, ActionResult> change, @Nullable Runnable undo, Runnable onDone) {
        QuotaService writes = limits;
        if (writes == null) {
            outcome.set(new Outcome(TEXTS.get("limits.readonly"), true));
            return;
        }
        busy.set(true);
        feed.load(
                () -> change.apply(writes),
                decision -> {
                    busy.set(false);
                    String sentence = MessageTexts.sentence(decision.message());
                    outcome.set(new Outcome(sentence, false));
                    if (undo != null && decision instanceof ActionResult.Done) {
                        onChanged.accept(sentence, undo);
                    }
                    if (polling != null) {
                        shown(); // at once instead of at the next poll
                    }
                    onDone.run();
                },
                exception -> {
                    busy.set(false);
                    outcome.set(new Outcome(ErrorMessages.of(exception), true));
                });
    }
}
