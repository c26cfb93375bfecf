/**
 * The Activity screen: what operators and engines did, bulk actions with the outcome of each item. Imports activity,
 * console, console.kit, database, event, generation and json of ours.
 */
@NullMarked
package dev.darkroom.console.activity;

import org.jspecify.annotations.NullMarked;
