/**
 * Jobs of the fal.ai stand-in: the queue and its journal, the processing of a job, and the files it produces. Depends on json,
 * logging, sandbox.fal.model, sandbox.fault, sandbox.http, sandbox.journal, sandbox.media and system.
 */
@NullMarked
package dev.darkroom.sandbox.fal.job;

import org.jspecify.annotations.NullMarked;
