/**
 * Jobs of the fal.ai stand-in: the queue, its journal, the work on one job, and the files it makes. Imports json,
 * logging, sandbox.fal.model, sandbox.fault, sandbox.http, sandbox.journal, sandbox.media and system of ours.
 */
@NullMarked
package dev.darkroom.sandbox.fal.job;

import org.jspecify.annotations.NullMarked;
