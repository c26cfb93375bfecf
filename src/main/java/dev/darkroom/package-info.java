/**
 * Entry point, and the words that the whole tree uses:
 *
 * <ul>
 *   <li><b>generation</b>: one order of a user for one picture, film or sound, from the deducted credits to the signed URL
 *   <li><b>job</b>: what fal.ai runs for a generation; a generation may need several, one after the other
 *   <li><b>attempt</b>: one try of an engine to bring a generation to its end; failures that may pass lead to another one
 *   <li><b>stage</b>: how far the present attempt has come, saved before and after each step
 *   <li><b>engine</b>: a process that claims generations and runs their attempts, with or without a window
 *   <li><b>claim</b>: an engine takes a waiting generation, and with it the right to write its row
 *   <li><b>lease</b>: until when that right lasts unless the heartbeat renews it
 *   <li><b>heartbeat</b>: an engine says every few seconds that it lives
 *   <li><b>fencing token</b>: engine and epoch that every write of an attempt names; a stale one changes nothing
 *   <li><b>transition</b>: one change of a generation's row with its precondition, its timeline line and its event
 *   <li><b>hold</b>: no engine goes on with a generation until an operator has decided
 *   <li><b>backoff</b>: the wait before the next attempt
 *   <li><b>circuit breaker</b>: pauses what needs a service that refuses everything or does not answer
 *   <li><b>charge</b>: the deduction that pays for a run of a generation; it is refunded at most once
 *   <li><b>ledger</b>: the append-only lines that explain every balance
 *   <li><b>diagnosis</b>: why a generation does not move and which action is safe
 *   <li><b>operator</b>: the person at the console; an <b>action</b> is what an operator does, with a reason that is kept
 *   <li><b>quota</b>: how many generations of a user or a model may run at once, over all engines
 *   <li><b>stand-in</b>: a server on this machine that behaves as fal.ai or Supabase Storage does; both make the sandbox
 *   <li><b>signed URL</b>: a link that opens one stored file without a key until it expires
 * </ul>
 */
@NullMarked
package dev.darkroom;

import org.jspecify.annotations.NullMarked;
