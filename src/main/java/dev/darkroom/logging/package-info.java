/**
 * The writing side of the log: categories, marks, files, redaction. Imports http.Redact at the most.
 */
@NullMarked
package dev.darkroom.logging;

import org.jspecify.annotations.NullMarked;
