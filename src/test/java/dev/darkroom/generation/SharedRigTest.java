package dev.darkroom.generation;

import dev.darkroom.database.TestDatabase;
import org.junit.jupiter.api.AfterAll;
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
}
