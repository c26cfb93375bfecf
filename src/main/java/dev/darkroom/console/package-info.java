/**
 * The window: the frame (Console, Shell, Rail, TopBar, StatusBar), what the screens are built from (Screen, Feed,
 * PagedTable, FilterBar, SideInspector, chips, dialogs, formats), and the theme. Imports logging's marks,
 * http.Redact and mediafile of ours; the screens in the packages below import this one and never each other.
 */
@NullMarked
package dev.darkroom.console;

import org.jspecify.annotations.NullMarked;
