/**
 * The windows and their frame: rail, top bar, status bar, navigation between the screens, and the actions that every
 * screen has. Imports console.kit, generation and logging of ours.
 */
@NullMarked
package dev.darkroom.console;

import org.jspecify.annotations.NullMarked;
