package dev.darkroom.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.credit.CreditTransaction;
import dev.darkroom.credit.CreditTransaction.Kind;
import dev.darkroom.database.TestDatabase;
import dev.darkroom.generation.action.ExpectedVersion;
import dev.darkroom.sandbox.fault.FaultRates;
import dev.darkroom.system.ThreadPause;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Base class for tests that share one rig per class. */
public abstract class SharedRigTest {
    @RegisterExtension
    public static final TestDatabase DATABASE = new TestDatabase();

    public static EngineTestRig rig;

    @BeforeAll
    static void startRig() {
        rig = new EngineTestRig(DATABASE.settings(), EngineTestRig.impatient());
    }

    @AfterAll
    static void stopRig() {
        rig.close();
    }

    @AfterEach
    protected void nothing_is_unaccounted_for() {
        rig.fal.faults(FaultRates.NONE);
        rig.storage.setFaults(FaultRates.NONE);
        rig.assertNoMismatch();
    }

    /** A failed generation of a new user, who has spent what was refunded. */
    protected static UUID refundedAndSpent(String user) {
        rig.darkroom.ledger.grant(user, 100, "a purse", "test");
        rig.darkroom.engine.pause();
        UUID id = rig.created(new GenerationRequest(
                user, EngineTestRig.PICTURE, rig.input("{\"prompt\":\"cannot be paid again\"}"), "test"));
        rig.darkroom.actions.markFailed(id, ExpectedVersion.of(find(id)), "not wanted", "kim");
        rig.darkroom.engine.resume();
        rig.darkroom.ledger.adjust(user, -100, "spent", "test", null);
        return id;
    }

    protected static Generation find(UUID id) {
        return rig.darkroom.generations.find(id).orElseThrow();
    }

    protected static List<Kind> kinds(UUID id) {
        return rig.darkroom.reads.credits.ofGeneration(id).stream()
                .map(CreditTransaction::kind)
                .toList();
    }

    protected static void sql(String statement) {
        rig.darkroom.database.useTransaction(handle -> handle.execute(statement));
    }

    protected static void update(UUID id, String set) {
        sql("update generation set " + set + " where id = '" + id + "'");
    }

    protected static void until(BooleanSupplier condition) {
        assertThat(ThreadPause.until(condition, Duration.ofSeconds(60))).isTrue();
    }
}
