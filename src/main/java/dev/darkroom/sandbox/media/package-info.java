/**
 * The images, audio and video of the stand-in: real files, generated reproducibly from a prompt and a seed. Imports system of
 * ours.
 */
@NullMarked
package dev.darkroom.sandbox.media;

import org.jspecify.annotations.NullMarked;
