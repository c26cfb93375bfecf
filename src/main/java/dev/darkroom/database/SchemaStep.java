package dev.darkroom.database;

/** One step of the schema: the name of its file, as in {@code V1__tables.sql}, and its statements. */
record SchemaStep(String name, String sql) {}
