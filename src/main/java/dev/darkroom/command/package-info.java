/**
 * The command line. Imports app, database, doctor, generation, http, logfile, logging, message, metric, sandbox,
 * secret, sharedlog and system of ours.
 */
@NullMarked
package dev.darkroom.command;

import org.jspecify.annotations.NullMarked;
