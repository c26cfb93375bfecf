/**
 * The Files screen: grid and list of stored files, previews, signed URLs. Depends on console, console.kit, database, event,
 * generation, mediafile, message, storage and system.
 */
@NullMarked
package dev.darkroom.console.files;

import org.jspecify.annotations.NullMarked;
