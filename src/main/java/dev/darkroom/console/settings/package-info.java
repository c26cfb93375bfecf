/** The Settings screen: looks, the sandbox's traffic and faults, and where things are kept. Imports the console's kit only. */
@NullMarked
package dev.darkroom.console.settings;

import org.jspecify.annotations.NullMarked;
