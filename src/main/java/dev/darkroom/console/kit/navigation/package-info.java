/**
 * Screens and the ways between them: rail, palette, keys, history, tabs, and the actions that these offer. Imports
 * console.kit.filter, console.kit.task, console.kit.text and console.kit.theme of ours.
 */
@NullMarked
package dev.darkroom.console.kit.navigation;

import org.jspecify.annotations.NullMarked;
