/**
 * The Settings screen: looks, limits, the sandbox's traffic and faults, and where things are kept. Imports
 * console.kit, fal, generation and message of ours.
 */
@NullMarked
package dev.darkroom.console.settings;

import org.jspecify.annotations.NullMarked;
