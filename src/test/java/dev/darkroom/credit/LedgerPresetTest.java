package dev.darkroom.credit;

import static dev.darkroom.system.RecordCopy.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.credit.LedgerFilter.LedgerPreset;
import dev.darkroom.database.TestDatabase;
import dev.darkroom.event.EventBus;
import dev.darkroom.message.CodedMessage;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LedgerPresetTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final UUID UNREFUNDED = UUID.randomUUID();
    private static final UUID CANCELLED = UUID.randomUUID();
    private static final UUID REFUNDED_COMPLETED = UUID.randomUUID();
    private static final UUID TWICE = UUID.randomUUID();
    private static final UUID RETRIED = UUID.randomUUID();

    private final CreditQueries queries = new CreditQueries(DATABASE.get());

    @BeforeAll
    static void seed() {
        LedgerSeed.fill(DATABASE.get(), 5, 200);
        DATABASE.get().useTransaction(handle -> {
            generation(handle, UNREFUNDED, "FAILED", 1);
            generation(handle, CANCELLED, "CANCELLED", 1);
            generation(handle, REFUNDED_COMPLETED, "COMPLETED", 1);
            refund(handle, REFUNDED_COMPLETED);
            generation(handle, TWICE, "COMPLETED", 2);
            deductAgain(handle, TWICE);
            // A retry after a refund: charged twice and given back once, which is right.
            generation(handle, RETRIED, "COMPLETED", 2);
            refund(handle, RETRIED);
            deductAgain(handle, RETRIED);
        });
        new CreditLedger(DATABASE.get(), new EventBus())
                .adjust("user-002", -40, "double grant corrected", "admin kim", null);
    }

    @Test
    void failed_without_refund_finds_failed_and_cancelled_generations_that_kept_the_credits() {
        assertThat(generations(LedgerPreset.FAILED_WITHOUT_REFUND)).containsExactlyInAnyOrder(UNREFUNDED, CANCELLED);
    }

    @Test
    void refunded_and_completed_finds_the_refund_of_the_charge_that_succeeded() {
        assertThat(generations(LedgerPreset.REFUNDED_AND_COMPLETED)).containsExactly(REFUNDED_COMPLETED);
    }

    @Test
    void charged_twice_finds_both_deductions_and_leaves_a_proper_retry_alone() {
        assertThat(generations(LedgerPreset.CHARGED_TWICE)).containsExactly(TWICE, TWICE);
    }

    @Test
    void no_deduction_is_without_a_generation_because_the_database_refuses_it() {
        assertThat(generations(LedgerPreset.CHARGED_WITHOUT_GENERATION)).isEmpty();
    }

    @Test
    void by_hand_are_grants_and_adjustments_alone() {
        assertThat(queries.ledger(LedgerFilter.of(LedgerPreset.BY_HAND), null, 100))
                .hasSize(6)
                .allSatisfy(line -> assertThat(line.line().kind())
                        .isIn(CreditTransaction.Kind.GRANT, CreditTransaction.Kind.ADJUST))
                .first()
                .satisfies(line -> assertThat(line.line().amount()).isEqualTo(-40));
    }

    @Test
    void a_view_can_be_narrowed_like_the_ledger() {
        LedgerFilter filter = LedgerFilter.of(LedgerPreset.CHARGED_TWICE);

        assertThat(queries.count(with(filter, "user", Optional.of("user-001")), 100))
                .isEqualTo(2);
        assertThat(queries.count(with(filter, "user", Optional.of("user-002")), 100))
                .isZero();
    }

    private List<UUID> generations(LedgerPreset view) {
        return queries.ledger(LedgerFilter.of(view), null, 100).stream()
                .map(line -> line.line().generation())
                .toList();
    }

    private static void generation(Handle handle, UUID id, String status, int charge) {
        CreditLedger.deduct(handle, "user-001", id, 1, 10, CodedMessage.quoted("charge 1"), "test");
        handle.createUpdate("""
                        insert into generation (id, user_id, model, kind, input, prompt, credits, status, charge, error,
                                                created_by, finished_at)
                        values (:id, 'user-001', 'm', 'IMAGE', '{}', 'p', 10, :status, :charge, 'x', 'test', now())
                        """)
                .bind("id", id)
                .bind("status", status)
                .bind("charge", charge)
                .execute();
    }

    private static void deductAgain(Handle handle, UUID id) {
        CreditLedger.deduct(handle, "user-001", id, 2, 10, CodedMessage.quoted("charge 2"), "test");
    }

    private static void refund(Handle handle, UUID id) {
        CreditLedger.refund(handle, "user-001", id, 1, 10, CodedMessage.quoted("refund"), "test");
    }
}
