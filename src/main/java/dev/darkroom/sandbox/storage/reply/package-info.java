/** The storage stand-in's errors, standard answers and body checks. Depends on json and sandbox.http. */
@NullMarked
package dev.darkroom.sandbox.storage.reply;

import org.jspecify.annotations.NullMarked;
