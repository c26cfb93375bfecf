package dev.darkroom.database;

/** A setting that an administrator has applied to all new sessions of a database, until it is closed. */
record DefaultSetting(Database database, String name, String value) implements AutoCloseable {
    DefaultSetting {
        alter(database, "set " + name + " = '" + value + "'");
    }

    @Override
    public void close() {
        alter(database, "reset " + name);
    }

    private static void alter(Database database, String change) {
        database.useTransaction(handle -> handle.execute("do $$ begin execute format('alter database %I "
                + change.replace("'", "''") + "', current_database()); end $$"));
    }
}
