/**
 * The files of generations: their rows, what kind they are, and whether storage holds what the row says. Imports
 * database, http, json, logging, mediafile, message, storage.access and storage.supabase of ours.
 */
@NullMarked
package dev.darkroom.storage;

import org.jspecify.annotations.NullMarked;
