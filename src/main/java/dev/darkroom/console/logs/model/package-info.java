/**
 * The state of the Logs screen: open logs, filters, selection and bookmarks. FX thread. Imports console.kit,
 * console.logs.reader and logfile of ours.
 */
@NullMarked
package dev.darkroom.console.logs.model;

import org.jspecify.annotations.NullMarked;
