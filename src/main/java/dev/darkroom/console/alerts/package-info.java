/**
 * Alerts in the window: the strip above Overview, the bell and the desktop, the card in Settings, the history. Depends on alert,
 * console, console.kit, generation, message and system.
 */
@NullMarked
package dev.darkroom.console.alerts;

import org.jspecify.annotations.NullMarked;
