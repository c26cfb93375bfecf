/**
 * PostgreSQL: the embedded server, the pools, the migrations, the group-commit writer. Imports nothing of ours but logging, system and http.Redact.
 */
@NullMarked
package dev.darkroom.database;

import org.jspecify.annotations.NullMarked;
