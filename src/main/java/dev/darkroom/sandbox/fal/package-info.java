/**
 * The internals of the fal.ai stand-in: models, the queue and its journal, and one class per family of calls. Depends on http,
 * json, sandbox.fal.job, sandbox.fal.model, sandbox.fault, sandbox.http, sandbox.media and system.
 */
@NullMarked
package dev.darkroom.sandbox.fal;

import org.jspecify.annotations.NullMarked;
