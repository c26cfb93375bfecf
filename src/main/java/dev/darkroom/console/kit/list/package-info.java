/**
 * What the list screens have in common: view, filter, order and rows of a list, the controls around it, and change polling.
 * Depends on console.kit.dialog, console.kit.filter, console.kit.layout, console.kit.navigation, console.kit.table,
 * console.kit.task, console.kit.text, console.kit.theme, event and system.
 */
@NullMarked
package dev.darkroom.console.kit.list;

import org.jspecify.annotations.NullMarked;
