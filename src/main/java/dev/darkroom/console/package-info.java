/**
 * The window: the frame (Console, Shell, Rail, TopBar, WindowStatusBar), what the screens are built from (Screen, Feed,
 * PagedTable, FilterBar, SideInspector, chips, dialogs, formats), and the theme. Imports console.kit, generation and
 * logging of ours.
 */
@NullMarked
package dev.darkroom.console;

import org.jspecify.annotations.NullMarked;
