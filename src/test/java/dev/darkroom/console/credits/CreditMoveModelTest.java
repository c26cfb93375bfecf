package dev.darkroom.console.credits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.ConsoleWindowTest;
import dev.darkroom.credit.CreditLedger;
import dev.darkroom.credit.CreditQueries;
import dev.darkroom.database.LostCommit;
import dev.darkroom.database.TestDatabase;
import dev.darkroom.event.EventBus;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CreditMoveModelTest extends ConsoleWindowTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private final List<String> done = new ArrayList<>();
    private final List<String> grown = new ArrayList<>();

    @BeforeAll
    static void seed() {
        ledger().grant("ana", 100, "welcome", "test");
    }

    @Test
    void nothing_is_wrong_before_anything_was_tried() {
        CreditMoveModel model = model(CreditMoveModel.Kind.GRANT, "");

        assertThat(errors(model)).containsExactly("", "", "");
    }

    @Test
    void every_missing_field_is_named_when_it_is_sent_off() {
        CreditMoveModel model = model(CreditMoveModel.Kind.GRANT, "");
        submit(model);

        assertThat(errors(model))
                .containsExactly("Enter a user.", "Enter an amount.", "Enter a reason; it is kept in the ledger.");
        assertThat(done).isEmpty();
    }

    @Test
    void the_amount_is_checked_while_it_is_typed() {
        CreditMoveModel grant = model(CreditMoveModel.Kind.GRANT, "ana");
        CreditMoveModel adjust = model(CreditMoveModel.Kind.ADJUST, "ana");
        await(
                "both know the balance",
                () -> grant.beforeProperty().get().equals("100")
                        && adjust.beforeProperty().get().equals("100"));

        assertThat(amountError(grant, "12.5")).isEqualTo("Enter a whole number.");
        assertThat(amountError(grant, "2,50")).isEqualTo("Enter a whole number.");
        assertThat(amountError(grant, "1,0000")).isEqualTo("Enter a whole number.");
        assertThat(amountError(grant, "-5")).startsWith("A grant must be more than 0 credits.");
        assertThat(amountError(grant, "99999999999999999999")).isEqualTo("Enter a whole number.");
        assertThat(amountError(grant, "2,000,000,000")).isEqualTo("At most 1,000,000,000 credits at once.");
        assertThat(amountError(grant, "1,000")).isEmpty();
        assertThat(fx(() -> grant.afterProperty().get())).isEqualTo("1,100");
        assertThat(amountError(adjust, "0")).isEqualTo("An adjustment of 0 credits changes nothing.");
        assertThat(amountError(adjust, "\u2212101")).isEqualTo("The balance is 100; it cannot go below zero.");
        assertThat(fx(() -> adjust.afterProperty().get())).isEmpty();
        assertThat(amountError(adjust, "-100")).isEmpty();
        assertThat(fx(() -> adjust.afterProperty().get())).isEqualTo("0");
    }

    @Test
    void an_adjustment_below_zero_is_not_offered() {
        CreditMoveModel adjust = model(CreditMoveModel.Kind.ADJUST, "ana");
        await("the balance", () -> adjust.beforeProperty().get().equals("100"));
        fill(adjust, "-100,000", "correction");
        assertThat(fx(() -> adjust.missingProperty().get())).isEqualTo("The balance is 100; it cannot go below zero.");
        fill(adjust, "-100", "correction");
        assertThat(fx(() -> adjust.missingProperty().get())).isEmpty();
    }

    @Test
    void a_grant_opens_an_account_and_says_so_before_but_an_adjustment_does_not() {
        CreditMoveModel adjust = model(CreditMoveModel.Kind.ADJUST, "newcomer");
        await("unknown", () -> adjust.userErrorProperty().get().equals("There is no account newcomer."));

        CreditMoveModel grant = model(CreditMoveModel.Kind.GRANT, "newcomer");
        await(
                "a note",
                () -> grant.noteProperty().get().equals("There is no account newcomer yet; this grant opens it."));
        fill(grant, "7", "welcome");
        submit(grant);
        await("done", () -> done.contains("newcomer has 7 credits now"));
        assertThat(ledger().balance("newcomer")).hasValue(7);
        assertThat(grown).hasSize(1);
    }

    @Test
    void an_adjustment_that_somebody_else_made_impossible_is_told_and_changes_nothing() {
        ledger().grant("racer", 50, "welcome", "test");
        CreditMoveModel model = model(CreditMoveModel.Kind.ADJUST, "racer");
        await("the balance", () -> model.beforeProperty().get().equals("50"));
        fill(model, "-50", "correction");
        ledger().adjust("racer", -20, "earlier", "other", null);

        submit(model);

        await("the refusal", () -> model.failureProperty().get().contains("it cannot go below zero"));
        assertThat(ledger().balance("racer")).hasValue(30);
        assertThat(fx(() -> model.workingProperty().get())).isFalse();
    }

    @Test
    void a_balance_that_could_not_be_read_is_read_again_on_submit() {
        ledger().grant("patient", 10, "welcome", "test");
        DATABASE.get().useTransaction(handle -> handle.execute("alter table account rename to account_away"));
        CreditMoveModel model;
        try {
            model = model(CreditMoveModel.Kind.GRANT, "patient");
            await("the reason", () -> !model.failureProperty().get().isEmpty());
            fill(model, "5", "goodwill");
        } finally {
            DATABASE.get().useTransaction(handle -> handle.execute("alter table account_away rename to account"));
        }
        submit(model);
        await("done", () -> done.contains("patient has 15 credits now"));
        assertThat(fx(() -> model.failureProperty().get())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(CreditMoveModel.Kind.class)
    void credits_are_moved_once_although_the_answer_to_the_commit_was_lost(CreditMoveModel.Kind kind) throws Exception {
        String user = "unlucky-" + kind;
        ledger().grant(user, 100, "welcome", "test");
        try (LostCommit lost = new LostCommit(DATABASE.get())) {
            CreditMoveModel model = model(kind, user, new CreditLedger(lost.database(), new EventBus()));
            await("the balance", () -> model.beforeProperty().get().equals("100"));
            fill(model, "40", "goodwill");
            lost.loseTheAnswer("credit_transaction", () -> {
                submit(model);
                return null;
            });
            await("a failure", () -> !model.failureProperty().get().isEmpty());
            assertThat(model.failureProperty().get()).endsWith("Try again: it will be recorded only once.");
            assertThat(done).isEmpty();

            await("the second try", () -> {
                model.submit(done::add);
                return !done.isEmpty();
            });
            assertThat(done).containsExactly("Recorded only once. " + user + " has 140 credits now");
        }
        assertThat(ledger().balance(user)).hasValue(140);
    }

    private CreditMoveModel model(CreditMoveModel.Kind kind, String user) {
        return model(kind, user, ledger());
    }

    private CreditMoveModel model(CreditMoveModel.Kind kind, String user, CreditLedger ledger) {
        return fx(() -> new CreditMoveModel(
                kind, user, new CreditQueries(DATABASE.get()), ledger, feed(), "admin kim", () -> grown.add("x")));
    }

    private static CreditLedger ledger() {
        return new CreditLedger(DATABASE.get(), new EventBus());
    }

    private void submit(CreditMoveModel model) {
        onFx(() -> model.submit(done::add));
    }

    private static void fill(CreditMoveModel model, String amount, String reason) {
        onFx(() -> {
            model.amountProperty().set(amount);
            model.reasonProperty().set(reason);
        });
    }

    private static String amountError(CreditMoveModel model, String amount) {
        return fx(() -> {
            model.amountProperty().set(amount);
            return model.amountErrorProperty().get();
        });
    }

    private static List<String> errors(CreditMoveModel model) {
        return fx(() -> List.of(
                model.userErrorProperty().get(),
                model.amountErrorProperty().get(),
                model.reasonErrorProperty().get()));
    }
}
