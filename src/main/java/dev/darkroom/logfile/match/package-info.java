/**
 * Finds literals and regular expressions in bytes, with limits on the time they may take. Depends on logfile.parse and
 * logfile.source.
 */
@NullMarked
package dev.darkroom.logfile.match;

import org.jspecify.annotations.NullMarked;
