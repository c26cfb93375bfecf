/**
 * Several files as one log, by time. Imports logfile and logfile.parse of ours.
 */
@NullMarked
package dev.darkroom.logfile.merge;

import org.jspecify.annotations.NullMarked;
