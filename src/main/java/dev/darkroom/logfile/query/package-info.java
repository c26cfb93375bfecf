/** Log queries and their results: selections, counts, records for display. Imports logfile.parse and logging of ours. */
@NullMarked
package dev.darkroom.logfile.query;

import org.jspecify.annotations.NullMarked;
