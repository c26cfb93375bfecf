/**
 * The PostgreSQL server bundled with Darkroom: its programs, its folder, its start and stop, shared by all processes of a user.
 * Depends on database, logging, message, secret and system.
 */
@NullMarked
package dev.darkroom.database.embedded;

import org.jspecify.annotations.NullMarked;
