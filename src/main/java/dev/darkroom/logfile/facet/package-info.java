/**
 * What records can be told apart by beside category and level (thread, model), found by a pass of its own, a byte
 * for each record and facet. Imports logfile.index, logfile.parse, logfile.query and logfile.search of ours.
 */
@NullMarked
package dev.darkroom.logfile.facet;

import org.jspecify.annotations.NullMarked;
