/**
 * The engine's messages to people, as codes with arguments that are formatted where they are shown. Imports nothing of ours.
 */
@NullMarked
package dev.darkroom.message;

import org.jspecify.annotations.NullMarked;
