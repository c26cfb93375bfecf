/**
 * The Doctor screen: inconsistencies by kind, each with both sides, its value, and its repair. Imports console,
 * console.kit, doctor, message and system of ours.
 */
@NullMarked
package dev.darkroom.console.doctor;

import org.jspecify.annotations.NullMarked;
