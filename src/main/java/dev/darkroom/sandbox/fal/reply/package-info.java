/**
 * What goes back to a caller of the fal.ai stand-in. Imports json of ours.
 */
@NullMarked
package dev.darkroom.sandbox.fal.reply;

import org.jspecify.annotations.NullMarked;
