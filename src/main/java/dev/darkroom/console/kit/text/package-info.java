/**
 * Words in the language of the user, numbers and times as people read them, failures as one sentence. Imports
 * message, secret and system of ours.
 */
@NullMarked
package dev.darkroom.console.kit.text;

import org.jspecify.annotations.NullMarked;
