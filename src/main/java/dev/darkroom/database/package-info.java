/**
 * PostgreSQL: the embedded server, the pools, the migrations, the group-commit writer. Imports http, logging,
 * message, secret and system of ours.
 */
@NullMarked
package dev.darkroom.database;

import org.jspecify.annotations.NullMarked;
