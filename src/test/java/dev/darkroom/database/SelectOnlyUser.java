package dev.darkroom.database;

import java.util.UUID;

/** A role that may log in and select from Darkroom's tables, as created for read-only users. */
public final class SelectOnlyUser implements AutoCloseable {
    private final Database owner;
    private final String name;
    private final String password = UUID.randomUUID().toString();

    public SelectOnlyUser(Database owner) {
        this.owner = owner;
        name = "viewer_" + UUID.randomUUID().toString().replace("-", "");
        owner.useTransaction(handle -> {
            handle.execute("create role " + name + " login password '" + password + "'");
            handle.execute("grant usage on schema darkroom to " + name);
            handle.execute("grant select on all tables in schema darkroom to " + name);
        });
    }

    public DatabaseSettings settings() {
        DatabaseSettings settings = owner.settings();
        return DatabaseSettings.of(settings.url(), name, password).withTimeZone(settings.timeZone());
    }

    @Override
    public void close() {
        owner.useTransaction(handle -> {
            handle.execute("drop owned by " + name);
            handle.execute("drop role " + name);
        });
    }
}
