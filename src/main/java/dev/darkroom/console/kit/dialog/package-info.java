/**
 * What lies over the window or across it: dialogs, toasts, notifications, banners, and what stands where rows would
 * be. Imports console.kit.filter, console.kit.navigation, console.kit.text and console.kit.theme of ours.
 */
@NullMarked
package dev.darkroom.console.kit.dialog;

import org.jspecify.annotations.NullMarked;
