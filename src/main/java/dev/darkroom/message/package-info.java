/**
 * The engine's messages to people, as codes with arguments that are formatted where they are shown. Depends on no other package.
 */
@NullMarked
package dev.darkroom.message;

import org.jspecify.annotations.NullMarked;
