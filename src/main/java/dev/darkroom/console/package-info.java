/**
 * The windows and their frame: navigation rail, top bar, status bar, navigation between screens, and the actions available on
 * every screen. Depends on console.kit, generation and logging.
 */
@NullMarked
package dev.darkroom.console;

import org.jspecify.annotations.NullMarked;
