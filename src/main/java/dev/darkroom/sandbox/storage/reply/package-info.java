/** The storage stand-in's errors, standard answers and body checks. Imports json and sandbox.http of ours. */
@NullMarked
package dev.darkroom.sandbox.storage.reply;

import org.jspecify.annotations.NullMarked;
