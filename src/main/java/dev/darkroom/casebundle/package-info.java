/**
 * One generation in a file: everything known about it, without secrets, to give to somebody who has no access. A zip of
 * JSON with a readable page and thumbnails; it opens read-only in another copy. Depends on credit, generation, http, json,
 * logging, mediafile, message, secret, storage and system.
 */
@NullMarked
package dev.darkroom.casebundle;

import org.jspecify.annotations.NullMarked;
