/** The bytes of a log: plain, compressed, piped, or followed through rotation. Depends on no other package. */
@NullMarked
package dev.darkroom.logfile.source;

import org.jspecify.annotations.NullMarked;
