package dev.darkroom.generation;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Another program that requests generations by SQL, next to the engine. */
abstract class BackendRig extends SharedRigTest {
    static OtherProgram backend;

    @BeforeAll
    static void startBackend() {
        backend = new OtherProgram(DATABASE.get());
    }

    @AfterAll
    static void stopBackend() {
        backend.close();
    }
}
