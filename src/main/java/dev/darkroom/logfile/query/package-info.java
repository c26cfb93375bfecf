/** Log queries and their results: selections, counts, records for display. Imports logfile.parse of ours. */
@NullMarked
package dev.darkroom.logfile.query;

import org.jspecify.annotations.NullMarked;
