/**
 * The Settings screen: appearance, limits, the sandbox's traffic and faults, and where data is stored. Depends on
 * console.kit, fal, generation and message.
 */
@NullMarked
package dev.darkroom.console.settings;

import org.jspecify.annotations.NullMarked;
