/** Light and dark, semantic colours, icons, chips, and how the focus is shown. Depends on console.kit.text and logging. */
@NullMarked
package dev.darkroom.console.kit.theme;

import org.jspecify.annotations.NullMarked;
