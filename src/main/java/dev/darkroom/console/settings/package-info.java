/**
 * The Settings screen: looks, limits, the sandbox's traffic and faults, and where things are kept. Imports the console's kit and the
 * limits of generations.
 */
@NullMarked
package dev.darkroom.console.settings;

import org.jspecify.annotations.NullMarked;
