/**
 * Pictures, films and sounds on this disk that a stranger may have made: what their headers say, and drawing them
 * within bounds of pixels, memory and time. {@link dev.darkroom.mediafile.MediaWorkers} lends the threads; what is
 * beyond a bound ends in a {@link dev.darkroom.mediafile.MediaRefusedException}. Imports nothing of ours.
 */
@NullMarked
package dev.darkroom.mediafile;

import org.jspecify.annotations.NullMarked;
