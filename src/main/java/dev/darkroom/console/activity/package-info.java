/**
 * The Activity screen: the actions of operators and engines, and bulk actions with the outcome of each item. Depends on activity,
 * console, console.kit, database, event, generation and json.
 */
@NullMarked
package dev.darkroom.console.activity;

import org.jspecify.annotations.NullMarked;
