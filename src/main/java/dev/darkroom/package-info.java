/**
 * The entry point, and the terms used throughout the code:
 *
 * <ul>
 *   <li><b>generation</b>: one order of a user for one image, video or audio, from the deducted credits to the signed URL
 *   <li><b>job</b>: a run at fal.ai for a generation; a generation may need several, one after the other
 *   <li><b>attempt</b>: one try of an engine to complete a generation; transient failures lead to another attempt
 *   <li><b>stage</b>: how far the work has come, saved before and after each step; the next attempt resumes there
 *   <li><b>engine</b>: a process that claims generations and runs their attempts, with or without a window
 *   <li><b>claim</b>: an engine takes a waiting generation, and with it the right to write its row
 *   <li><b>lease</b>: the time limit of that right, unless the heartbeat renews it
 *   <li><b>heartbeat</b>: the sign of life that an engine records every few seconds
 *   <li><b>fencing token</b>: engine and epoch that every write of an attempt names; a stale one changes nothing
 *   <li><b>transition</b>: one change of a generation's row with its precondition, its timeline line and its event
 *   <li><b>hold</b>: no engine continues a generation until an operator has decided
 *   <li><b>backoff</b>: the wait before the next attempt
 *   <li><b>circuit breaker</b>: pauses work that needs a service which refuses everything or does not answer
 *   <li><b>charge</b>: the deduction that pays for a run of a generation; it is refunded at most once
 *   <li><b>ledger</b>: the append-only lines that explain every balance
 *   <li><b>diagnosis</b>: why a generation does not move and which action is safe
 *   <li><b>operator</b>: the person at the console; an <b>action</b> is what an operator does, with a recorded reason
 *   <li><b>quota</b>: how many generations of a user or a model may run at once, over all engines
 *   <li><b>stand-in</b>: a server on this machine that behaves like fal.ai or Supabase Storage; the two form the sandbox
 *   <li><b>signed URL</b>: a link that opens one stored file without a key until it expires
 * </ul>
 */
@NullMarked
package dev.darkroom;

import org.jspecify.annotations.NullMarked;
