/** Persists a stand-in's state beyond its process. Depends on json and system. */
@NullMarked
package dev.darkroom.sandbox.journal;

import org.jspecify.annotations.NullMarked;
