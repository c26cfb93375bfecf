/**
 * The command line. Imports app and, for the stand-ins alone, sandbox.
 */
@NullMarked
package dev.darkroom.command;

import org.jspecify.annotations.NullMarked;
