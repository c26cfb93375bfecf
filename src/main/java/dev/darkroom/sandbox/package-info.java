/**
 * Stand-ins for fal.ai and Supabase Storage on loopback, with faults, and demo traffic. Depends on no other package.
 *
 * <h2>The fal.ai stand-in</h2>
 *
 * One port on 127.0.0.1: the queue at the root ({@code POST /fal-ai/flux/dev}), files under {@code /files}, uploads of inputs
 * under {@code /storage}, webhook keys at {@code /.well-known/jwks.json}, the Platform API under {@code /v1}. A call whose
 * header {@code x-fal-target-url} names the host {@code fal.run} is a direct one: its answer is the result.
 *
 * <p>Its own controls require no key; they are for programs on this machine, never for web pages ({@code Host},
 * {@code Origin}), and a POST carries the header {@code x-sandbox-control: 1}:
 *
 * <ul>
 *   <li>{@code GET /sandbox/books}: every request it has ever accepted, how it ended, and what would have been billed
 *   <li>{@code GET /sandbox/faults}, {@code POST /sandbox/faults} with {@code {"faults": "file-gone=0.1,slow=0.2"}}
 *   <li>{@code POST /sandbox/lock} with {@code {"reason": "..."}}, {@code POST /sandbox/unlock}: the account lock
 * </ul>
 *
 * <p>A fault can also be requested by name for a single request: header {@code x-sandbox-fault: file-cut}, input member
 * {@code "sandbox_fault": "file-cut"}, or {@code [sandbox:file-cut]} in the prompt; several are separated by commas. A submit
 * fault in the input affects only the first submit of that input, so that a retry succeeds; a call fault in the input affects
 * the first matching call. A fault in a header affects the call that carries it.
 *
 * <p>Prompts with gore, porn, torture, beheading or swastika are refused with a 422; nude, naked, nsfw or topless result in a
 * black image and {@code has_nsfw_concepts: [true]} if the model has a safety filter, otherwise in a 422.
 *
 * <p>Of the Platform API, {@code models/pricing/estimate}, {@code storage/settings}, {@code assets} and {@code mcp} are left
 * out.
 *
 * <p>Behaviour that fal.ai leaves unspecified: jobs that are cancelled while running, refused or failed are not billed; the
 * history lists a request once it has ended; a job stuck in progress does not count towards the concurrency limit; an unknown
 * path of a known application is refused on submit; audio is WAV, and WEBP images are PNG, both under their true names and
 * types.
 */
@NullMarked
package dev.darkroom.sandbox;

import org.jspecify.annotations.NullMarked;
