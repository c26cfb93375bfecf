/**
 * The Overview screen: whether the service is healthy, and if not, since when; what it costs and what fails. Depends on
 * console, console.kit, fal, generation, metric, storage and system.
 */
@NullMarked
package dev.darkroom.console.overview;

import org.jspecify.annotations.NullMarked;
