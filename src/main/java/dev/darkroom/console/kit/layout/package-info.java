/**
 * Parts of a screen that are no table: its head, the inspector at the right, covers, progress of an export, drawn
 * media. Imports console.kit.dialog, console.kit.navigation, console.kit.task, console.kit.text, console.kit.theme,
 * generation, mediafile and storage of ours.
 */
@NullMarked
package dev.darkroom.console.kit.layout;

import org.jspecify.annotations.NullMarked;
