/**
 * The Settings screen: appearance, limits, the sandbox's traffic and faults, and where data is stored. Imports
 * console.kit, fal, generation and message of ours.
 */
@NullMarked
package dev.darkroom.console.settings;

import org.jspecify.annotations.NullMarked;
