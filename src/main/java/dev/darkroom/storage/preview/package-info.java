/**
 * Stored files fetched through signed URLs and made ready to be looked at. Imports http, json, mediafile, storage and
 * system of ours.
 */
@NullMarked
package dev.darkroom.storage.preview;

import org.jspecify.annotations.NullMarked;
