/**
 * Finding texts and expressions in bytes, with bounds on the time they may take. Imports logfile.parse and
 * logfile.source of ours.
 */
@NullMarked
package dev.darkroom.logfile.match;

import org.jspecify.annotations.NullMarked;
