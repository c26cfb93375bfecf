/**
 * The actions of operators and the automatic repairs of engines: the record that every action leaves, and the list of all.
 * Depends on database, json, message and system.
 */
@NullMarked
package dev.darkroom.activity;

import org.jspecify.annotations.NullMarked;
