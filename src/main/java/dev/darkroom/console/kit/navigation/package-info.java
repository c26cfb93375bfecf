/**
 * Screens and the navigation between them: rail, palette, shortcuts, history, tabs, and the actions they offer. Depends on
 * console.kit.filter, console.kit.task, console.kit.text and console.kit.theme.
 */
@NullMarked
package dev.darkroom.console.kit.navigation;

import org.jspecify.annotations.NullMarked;
