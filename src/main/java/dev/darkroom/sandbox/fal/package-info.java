/**
 * The inside of the fal.ai stand-in: models, the queue and its journal, and one class per family of calls. Imports
 * http, json, sandbox, sandbox.fal.job, sandbox.fal.model, sandbox.fal.reply, sandbox.fault, sandbox.media and system
 * of ours.
 */
@NullMarked
package dev.darkroom.sandbox.fal;

import org.jspecify.annotations.NullMarked;
