/**
 * Operating system facilities for a single user: files that only their owner may read, content hashes, locks and leftovers of
 * processes, pauses and backoff, desktop notifications, CSV and paged export, and child processes that inherit no
 * secrets. Depends on message.
 */
@NullMarked
package dev.darkroom.system;

import org.jspecify.annotations.NullMarked;
