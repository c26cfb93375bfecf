/**
 * The pictures, sounds and films of the stand-in: real files, drawn from a prompt and a seed, the same ones every
 * time. Imports system of ours.
 */
@NullMarked
package dev.darkroom.sandbox.media;

import org.jspecify.annotations.NullMarked;
