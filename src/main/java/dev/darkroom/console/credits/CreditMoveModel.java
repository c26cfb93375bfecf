package dev.darkroom.console.credits;

import dev.darkroom.console.kit.task.FxEventBridge;
import dev.darkroom.console.kit.task.LatestTask;
import dev.darkroom.console.kit.text.ErrorMessages;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.credit.CreditLedger;
import dev.darkroom.credit.CreditQueries;
import dev.darkroom.database.DatabaseException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.beans.binding.Bindings;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/** A grant or an adjustment while it is being filled in: the problem of each field, and the future balance. FX thread. */
public final class CreditMoveModel {
    /** Both kinds write one line; only an adjustment may remove credits. */
    public enum Kind {
        GRANT,
        ADJUST
    }

    private static final MessageTexts TEXTS = MessageTexts.of("credits");
    /** Larger amounts are typos, not grants. */
    private static final long MAX_AMOUNT = 1_000_000_000;

    private final Kind kind;
    private final CreditQueries queries;
    private final CreditLedger ledger;
    private final FxEventBridge feed;
    private final String actor;
    private final Runnable grown;
    private final LatestTask lookup;

    private final StringProperty user = new SimpleStringProperty();
    private final StringProperty amount = new SimpleStringProperty("");
    private final StringProperty reason = new SimpleStringProperty("");
    private final BooleanProperty known = new SimpleBooleanProperty();
    private final ReadOnlyStringWrapper userError = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper amountError = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper reasonError = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper note = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper before = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper after = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper missing = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper working = new ReadOnlyBooleanWrapper();
    /** Idempotency key, one per opened form: a retry after a lost commit response does not move credits twice. */
    private final String key = UUID.randomUUID().toString();

    private boolean tried;
    /** The response to an earlier attempt was lost, so the line may already be in the ledger. */
    private boolean unsure;

    private @Nullable Long balance;

    CreditMoveModel(
            Kind kind,
            String user,
            CreditQueries queries,
            CreditLedger ledger,
            FxEventBridge feed,
            String actor,
            Runnable grown) {
        this.kind = kind;
        this.queries = queries;
        this.ledger = ledger;
        this.feed = feed;
        this.actor = actor;
        this.grown = grown;
        lookup = feed.latestTask();
        this.user.set(user);
        this.user.subscribe(_ -> lookUp(() -> {}));
        amount.subscribe(_ -> check());
        reason.subscribe(_ -> check());
    }

    public Kind kind() {
        return kind;
    }

    /** Fills the form with the opposite of another move. */
    void fillOpposite(CreditMoveModel other) {
        user.set(other.user.get().strip());
        other.parsed().ifPresent(credits -> amount.set(String.valueOf(-credits)));
        reason.set(TEXTS.get("move.opposite", other.reason.get().strip()));
    }

    public StringProperty userProperty() {
        return user;
    }

    public StringProperty amountProperty() {
        return amount;
    }

    public StringProperty reasonProperty() {
        return reason;
    }

    /** The sentence to show beside the field, empty while the field is valid. */
    public ReadOnlyStringProperty userErrorProperty() {
        return userError.getReadOnlyProperty();
    }

    public ReadOnlyStringProperty amountErrorProperty() {
        return amountError.getReadOnlyProperty();
    }

    public ReadOnlyStringProperty reasonErrorProperty() {
        return reasonError.getReadOnlyProperty();
    }

    /** A remark about the user that is not an error. */
    public ReadOnlyStringProperty noteProperty() {
        return note.getReadOnlyProperty();
    }

    /** The balance before and, below, after the move; empty while unknown. */
    public ReadOnlyStringProperty beforeProperty() {
        return before.getReadOnlyProperty();
    }

    public ReadOnlyStringProperty afterProperty() {
        return after.getReadOnlyProperty();
    }

    /** A sentence about the first field that is missing or sure to be refused; empty once the move can be written. */
    public ReadOnlyStringProperty missingProperty() {
        return missing.getReadOnlyProperty();
    }

    /** Why the last attempt failed. */
    public ReadOnlyStringProperty failureProperty() {
        return failure.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty workingProperty() {
        return working.getReadOnlyProperty();
    }

    /** The button text: the verb, with the amount once there is one. */
    public javafx.beans.value.ObservableValue<String> actProperty() {
        return Bindings.createStringBinding(
                () -> parsed().isPresent()
                        ? TEXTS.get("move.act." + kind, ValueFormats.signed(parsed().getAsLong()))
                        : TEXTS.get("move.act.plain." + kind),
                amount);
    }

    /** Makes each field show what is missing in it from now on. */
    void showMissing() {
        tried = true;
        check();
    }

    /** Writes the line if all fields are valid and passes a sentence about it to {@code done}; else shows the problems. */
    public void submit(Consumer<String> done) {
        tried = true;
        check();
        OptionalLong credits = parsed();
        if (working.get() || hasErrors() || credits.isEmpty()) {
            return;
        }
        if (!known.get()) {
            working.set(true); // no field may change, since the move follows at once
            lookUp(() -> submit(done));
            return;
        }
        String to = user.get().strip();
        String why = reason.get().strip();
        working.set(true);
        failure.set("");
        feed.load(
                () -> kind == Kind.GRANT
                        ? ledger.grant(to, credits.getAsLong(), why, actor, key)
                        : ledger.adjust(to, credits.getAsLong(), why, actor, key),
                result -> {
                    working.set(false);
                    grown.run();
                    done.accept(TEXTS.get(unsure ? "move.once" : "move.done", to, ValueFormats.number(result)));
                },
                exception -> {
                    working.set(false);
                    failed(exception);
                });
    }

    private void failed(Exception exception) {
        unsure = exception instanceof DatabaseException lost && lost.retryable();
        String sentence = ErrorMessages.of(exception);
        failure.set(unsure ? TEXTS.get("move.unsure", sentence) : sentence);
    }

    private boolean hasErrors() {
        return !userError.get().isEmpty()
                || !amountError.get().isEmpty()
                || !reasonError.get().isEmpty();
    }

    /** @param then runs once the balance is known */
    private void lookUp(Runnable then) {
        known.set(false);
        balance = null;
        String wanted = user.get().strip();
        lookup.cancel();
        if (!wanted.isEmpty()) {
            lookup.load(
                    () -> queries.summary(wanted),
                    summary -> {
                        working.set(false);
                        failure.set("");
                        found(summary);
                        then.run();
                    },
                    exception -> {
                        working.set(false);
                        failure.set(ErrorMessages.of(exception));
                    });
        }
        check();
    }

    private void found(Optional<CreditQueries.CreditSummary> summary) {
        known.set(true);
        balance = summary.map(CreditQueries.CreditSummary::balance).orElse(null);
        check();
    }

    private void check() {
        OptionalLong credits = parsed();
        boolean unknown = known.get() && balance == null;
        note.set(
                unknown && kind == Kind.GRANT ? TEXTS.get("move.new", user.get().strip()) : "");
        userError.set(
                tried && user.get().isBlank()
                        ? TEXTS.get("move.user.missing")
                        : unknown && kind == Kind.ADJUST
                                ? TEXTS.get("move.user.unknown", user.get().strip())
                                : "");
        reasonError.set(tried && reason.get().isBlank() ? TEXTS.get("move.reason.missing") : "");
        long now = balance == null ? 0 : balance;
        amountError.set(amountError(credits, now));
        missing.set(Stream.of(
                        user.get().isBlank() ? TEXTS.get("move.user.missing") : userError.get(),
                        amount.get().isBlank() ? TEXTS.get("move.amount.missing") : amountError.get(),
                        reason.get().isBlank() ? TEXTS.get("move.reason.missing") : "")
                .filter(sentence -> !sentence.isEmpty())
                .findFirst()
                .orElse(""));
        before.set(known.get() ? ValueFormats.number(now) : "");
        boolean sayable =
                known.get() && credits.isPresent() && amountError.get().isEmpty();
        after.set(sayable ? ValueFormats.number(now + credits.getAsLong()) : "");
    }

    private String amountError(OptionalLong credits, long now) {
        if (amount.get().isBlank()) {
            return tried ? TEXTS.get("move.amount.missing") : "";
        }
        if (credits.isEmpty()) {
            return TEXTS.get("move.amount.number");
        }
        long value = credits.getAsLong();
        if (value == 0 || kind == Kind.GRANT && value < 0) {
            return TEXTS.get(kind == Kind.GRANT ? "move.amount.positive" : "move.amount.zero");
        }
        if (Math.abs(value) > MAX_AMOUNT) {
            return TEXTS.get("move.amount.most", ValueFormats.number(MAX_AMOUNT));
        }
        return known.get() && now + value < 0 ? TEXTS.get("move.amount.below", ValueFormats.number(now)) : "";
    }

    private OptionalLong parsed() {
        return ValueFormats.parseNumber(amount.get());
    }
}
