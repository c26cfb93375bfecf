package dev.darkroom.credit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.database.DatabaseException;
import dev.darkroom.database.LostCommit;
import dev.darkroom.database.TestDatabase;
import dev.darkroom.event.EventBus;
import dev.darkroom.message.RefusedInputException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CreditLedgerTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private final CreditLedger ledger = new CreditLedger(DATABASE.get(), new EventBus());

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_movement_whose_commit_was_not_answered_is_recorded_once_under_its_key(boolean grant) throws Exception {
        String user = "unanswered-" + grant;
        ledger.grant(user, 100, "welcome", "test");
        try (LostCommit lost = new LostCommit(DATABASE.get())) {
            CreditLedger behind = new CreditLedger(lost.database(), new EventBus());
            CompletableFuture<Long> first = lost.loseTheAnswer(
                    "credit_transaction", () -> CompletableFuture.supplyAsync(() -> move(behind, user, 40, grant)));
            assertThatThrownBy(() -> first.get(60, TimeUnit.SECONDS)).hasCauseInstanceOf(DatabaseException.class);
        }

        assertThat(move(ledger, user, 40, grant)).isEqualTo(140);
        assertThat(ledger.balance(user)).hasValue(140);
        assertThat(lines(user)).isEqualTo(2);
    }

    @Test
    void another_movement_under_a_key_that_is_taken_is_refused() {
        ledger.grant("ana", 100, "welcome", "test", "invoice-1");

        assertThatThrownBy(() -> ledger.grant("ana", 50, "welcome", "test", "invoice-1"))
                .isInstanceOfSatisfying(
                        RefusedInputException.class,
                        refused -> assertThat(refused.message().code()).isEqualTo("credits.moved"));
        assertThatThrownBy(() -> ledger.adjust("ana", 100, "welcome", "test", "invoice-1"))
                .isInstanceOf(RefusedInputException.class);
        assertThat(ledger.balance("ana")).hasValue(100);
        assertThat(lines("ana")).isEqualTo(1);
    }

    @Test
    void a_balance_is_not_restored_from_lines_that_add_up_to_less_than_nothing() {
        ledger.grant("debtor", 10, "welcome", "test");
        DATABASE.get().useTransaction(handle -> handle.execute("""
                insert into credit_transaction (user_id, version, kind, amount, balance_after, reason, actor)
                values ('debtor', 2, 'ADJUST', -25, 0, 'by hand', 'a script')"""));

        assertThatThrownBy(() -> ledger.restoreBalance("debtor", "it drifted", "kim"))
                .isInstanceOfSatisfying(
                        RefusedInputException.class,
                        refused -> assertThat(refused.message().code()).isEqualTo("drift.negative"));
        assertThat(ledger.balance("debtor")).hasValue(10);
    }

    private static long move(CreditLedger ledger, String user, long amount, boolean grant) {
        return grant
                ? ledger.grant(user, amount, "goodwill", "kim", "invoice-2")
                : ledger.adjust(user, amount, "goodwill", "kim", "invoice-2");
    }

    private static long lines(String user) {
        return DATABASE.get()
                .<Long>read(
                        handle -> handle.createQuery("select count(*) from credit_transaction where user_id = :user")
                                .bind("user", user)
                                .mapTo(Long.class)
                                .one());
    }
}
