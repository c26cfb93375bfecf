/**
 * What the storage stand-in answers: its errors, its usual answers, its checks of bodies. Imports json and sandbox.http of ours.
 */
@NullMarked
package dev.darkroom.sandbox.storage.reply;

import org.jspecify.annotations.NullMarked;
