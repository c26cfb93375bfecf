/**
 * What the operating system keeps for one user: files that only their owner may read, their hashes, what killed processes
 * left behind, tables for spreadsheets and lists written page by page, and child processes that inherit no secrets. Imports nothing of ours.
 */
@NullMarked
package dev.darkroom.system;

import org.jspecify.annotations.NullMarked;
