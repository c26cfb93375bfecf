/**
 * The Doctor screen: inconsistencies by kind, each with both sides, its value, and its repair. Depends on console,
 * console.kit, doctor, message and system.
 */
@NullMarked
package dev.darkroom.console.doctor;

import org.jspecify.annotations.NullMarked;
