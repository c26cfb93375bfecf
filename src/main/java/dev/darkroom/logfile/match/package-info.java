/**
 * Finds literals and regular expressions in bytes, with limits on the time they may take. Imports logfile.parse and
 * logfile.source of ours.
 */
@NullMarked
package dev.darkroom.logfile.match;

import org.jspecify.annotations.NullMarked;
