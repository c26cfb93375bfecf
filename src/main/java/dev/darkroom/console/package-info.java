/**
 * The windows and their frame: navigation rail, top bar, status bar, navigation between screens, and the actions available on
 * every screen. Imports console.kit, generation and logging of ours.
 */
@NullMarked
package dev.darkroom.console;

import org.jspecify.annotations.NullMarked;
