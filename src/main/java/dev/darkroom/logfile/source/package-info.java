/** The bytes of a log: plain, compressed, piped, or followed through rotation. Imports nothing of ours. */
@NullMarked
package dev.darkroom.logfile.source;

import org.jspecify.annotations.NullMarked;
