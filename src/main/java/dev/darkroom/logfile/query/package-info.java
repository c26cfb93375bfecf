/** Log queries and their results: selections, counts, records for display. Depends on logfile.parse and logging. */
@NullMarked
package dev.darkroom.logfile.query;

import org.jspecify.annotations.NullMarked;
