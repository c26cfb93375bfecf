/**
 * The state of the Logs screen: open logs, filters, selection and bookmarks. FX thread. Depends on console.kit,
 * console.logs.reader and logfile.
 */
@NullMarked
package dev.darkroom.console.logs.model;

import org.jspecify.annotations.NullMarked;
