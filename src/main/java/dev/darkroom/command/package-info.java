/**
 * The command line. Imports app.
 */
@NullMarked
package dev.darkroom.command;

import org.jspecify.annotations.NullMarked;
