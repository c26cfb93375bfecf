/**
 * The facets of records, which distinguish them beyond category and level (thread, model): found by a separate pass, one byte
 * per record and facet. Depends on logfile.index, logfile.parse, logfile.query and logfile.search.
 */
@NullMarked
package dev.darkroom.logfile.facet;

import org.jspecify.annotations.NullMarked;
