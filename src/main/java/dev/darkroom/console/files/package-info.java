/**
 * The Files screen: grid and list of stored files, previews, signed URLs. Imports console, console.kit, database, event,
 * generation, mediafile, message, storage and system of ours.
 */
@NullMarked
package dev.darkroom.console.files;

import org.jspecify.annotations.NullMarked;
