/**
 * Tables over a bounded stretch of rows that are fetched by key. Imports console.kit.dialog, console.kit.layout,
 * console.kit.navigation, console.kit.task, console.kit.text and console.kit.theme of ours.
 */
@NullMarked
package dev.darkroom.console.kit.table;

import org.jspecify.annotations.NullMarked;
