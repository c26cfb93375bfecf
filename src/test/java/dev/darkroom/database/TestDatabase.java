package dev.darkroom.database;

import java.util.Objects;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A fresh, migrated database for a test class, on a real PostgreSQL that all classes of the JVM share:
 *
 * <pre>
 * &#64;RegisterExtension
 * static final TestDatabase DATABASE = new TestDatabase();
 * ...
 * DATABASE.get().inTransaction(handle -> ...)
 * </pre>
 *
 * Its sessions are not in UTC. The first use in a JVM takes about three seconds, each class after it a fraction of one.
 */
public final class TestDatabase implements BeforeAllCallback, AfterAllCallback {
    private Database database;

    public Database get() {
        return Objects.requireNonNull(database, "register the extension in a static field");
    }

    /** One whose server no longer has it. */
    public static Database gone() {
        TestDatabase gone = new TestDatabase();
        gone.beforeAll(null);
        Database database = gone.get();
        gone.afterAll(null);
        return database;
    }

    public DatabaseSettings settings() {
        return get().settings();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        database = Database.migrated(TestServer.get().migratedDatabase());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (database != null) {
            database.close();
            TestServer.get().drop(database.settings());
        }
    }
}
