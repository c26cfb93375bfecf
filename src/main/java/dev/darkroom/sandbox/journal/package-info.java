/** Persists a stand-in's state beyond its process. Imports json and system of ours. */
@NullMarked
package dev.darkroom.sandbox.journal;

import org.jspecify.annotations.NullMarked;
