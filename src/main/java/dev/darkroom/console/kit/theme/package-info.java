/** Light and dark, semantic colours, icons, chips, and how the focus is shown. Imports console.kit.text and logging of ours. */
@NullMarked
package dev.darkroom.console.kit.theme;

import org.jspecify.annotations.NullMarked;
