/**
 * The images, audio and video of the stand-in: real files, generated reproducibly from a prompt and a seed. Depends on system.
 */
@NullMarked
package dev.darkroom.sandbox.media;

import org.jspecify.annotations.NullMarked;
