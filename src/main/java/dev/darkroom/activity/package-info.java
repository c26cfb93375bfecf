/**
 * What operators did and what engines repaired by themselves: the record that every action leaves, and the list of them all.
 * Imports database, json, message and system of ours.
 */
@NullMarked
package dev.darkroom.activity;

import org.jspecify.annotations.NullMarked;
