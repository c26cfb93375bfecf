/**
 * PostgreSQL: the embedded server, the pools, the migrations, the group-commit writer. Depends on http, logging,
 * message, secret and system.
 */
@NullMarked
package dev.darkroom.database;

import org.jspecify.annotations.NullMarked;
