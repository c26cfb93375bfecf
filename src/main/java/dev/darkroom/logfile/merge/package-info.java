/**
 * Several files as one log, by time. Imports logfile, logfile.parse, logfile.query and logfile.search of ours.
 */
@NullMarked
package dev.darkroom.logfile.merge;

import org.jspecify.annotations.NullMarked;
