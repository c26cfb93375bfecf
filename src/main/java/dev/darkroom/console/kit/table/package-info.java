/**
 * Tables over a bounded range of rows fetched by keyset paging. Depends on console.kit.dialog, console.kit.layout,
 * console.kit.navigation, console.kit.task, console.kit.text and console.kit.theme.
 */
@NullMarked
package dev.darkroom.console.kit.table;

import org.jspecify.annotations.NullMarked;
