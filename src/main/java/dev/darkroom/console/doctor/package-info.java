/**
 * The Doctor screen: what disagrees, kind by kind, with both sides, what it is worth, and its repair. Imports console,
 * console.kit, doctor, message and system of ours.
 */
@NullMarked
package dev.darkroom.console.doctor;

import org.jspecify.annotations.NullMarked;
