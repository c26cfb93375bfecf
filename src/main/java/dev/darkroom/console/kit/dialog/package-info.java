/**
 * What is shown over or across the window: dialogs, toasts, notifications, banners and empty states. Depends on
 * console.kit.filter, console.kit.navigation, console.kit.text, console.kit.theme and generation.
 */
@NullMarked
package dev.darkroom.console.kit.dialog;

import org.jspecify.annotations.NullMarked;
