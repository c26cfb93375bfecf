/**
 * The command line. Depends on app, database, doctor, generation, http, logfile, logging, message, metric, sandbox,
 * secret, sharedlog and system.
 */
@NullMarked
package dev.darkroom.command;

import org.jspecify.annotations.NullMarked;
