/**
 * What is shown over or across the window: dialogs, toasts, notifications, banners and empty states. Imports
 * console.kit.filter, console.kit.navigation, console.kit.text, console.kit.theme and generation of ours.
 */
@NullMarked
package dev.darkroom.console.kit.dialog;

import org.jspecify.annotations.NullMarked;
