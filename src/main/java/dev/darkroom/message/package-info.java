/** What the engine tells people, as codes with arguments that are made sentences of where they are shown. Imports nothing of ours. */
@NullMarked
package dev.darkroom.message;

import org.jspecify.annotations.NullMarked;
