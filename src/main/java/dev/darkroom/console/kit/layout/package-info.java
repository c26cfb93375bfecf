/**
 * Parts of a screen other than tables: page header, inspector, covers, export progress, drawn media, JSON, stack traces. Depends on
 * console.kit.dialog, console.kit.navigation, console.kit.task, console.kit.text, console.kit.theme, generation, mediafile,
 * secret and storage.
 */
@NullMarked
package dev.darkroom.console.kit.layout;

import org.jspecify.annotations.NullMarked;
