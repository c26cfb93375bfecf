/**
 * The facet rail: categories, levels and other facets, with counts. Imports console.kit, console.logs.model,
 * console.logs.reader, console.logs.text and logfile of ours.
 */
@NullMarked
package dev.darkroom.console.logs.facets;

import org.jspecify.annotations.NullMarked;
