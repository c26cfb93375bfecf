/**
 * Pictures, videos and sounds on the local disk that may come from untrusted sources: reads their headers and draws them within
 * limits of pixels, memory and time. {@link dev.darkroom.mediafile.MediaWorkers} provides the threads; exceeding a limit
 * results in a {@link dev.darkroom.mediafile.MediaRefusedException}. Depends on no other package.
 */
@NullMarked
package dev.darkroom.mediafile;

import org.jspecify.annotations.NullMarked;
