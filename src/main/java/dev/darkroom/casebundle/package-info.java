/**
 * One generation in a file: all that is known of it, without secrets, to be handed to somebody who has no access. A zip of
 * JSON with a readable page and small pictures; it opens read-only in another copy. Imports credit, generation, http, json, logging,
 * mediafile, message, secret, storage and system of ours.
 */
@NullMarked
package dev.darkroom.casebundle;

import org.jspecify.annotations.NullMarked;
