/**
 * The Files screen: grid and list of stored files, previews, signed URLs. Imports console, storage and database.UuidRange of
 * ours; models know no {@code javafx.scene}.
 */
@NullMarked
package dev.darkroom.console.files;

import org.jspecify.annotations.NullMarked;
