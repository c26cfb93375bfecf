/**
 * Stand-ins for fal.ai and Supabase Storage on loopback, with faults, and demo traffic. Imports nothing of ours.
 *
 * <h2>The fal.ai stand-in</h2>
 *
 * One port on 127.0.0.1: the queue at the root ({@code POST /fal-ai/flux/dev}), files below {@code /files}, uploads of
 * inputs below {@code /storage}, keys of webhooks at {@code /.well-known/jwks.json}, the Platform API below {@code /v1}.
 *
 * <p>Its own controls need no key; they are for programs on this machine, never for web pages ({@code Host}, {@code Origin}), and a
 * POST carries the header {@code x-sandbox-control: 1}:
 *
 * <ul>
 *   <li>{@code GET /sandbox/books}: every request it ever accepted, how it ended, what would have been billed
 *   <li>{@code GET /sandbox/faults}, {@code POST /sandbox/faults} with {@code {"faults": "file-gone=0.1,slow=0.2"}}
 *   <li>{@code POST /sandbox/lock} with {@code {"reason": "..."}}, {@code POST /sandbox/unlock}: the account lock
 * </ul>
 *
 * <p>A fault can also be asked for by name, for one request: header {@code x-sandbox-fault: file-cut}, input member
 * {@code "sandbox_fault": "file-cut"}, or {@code [sandbox:file-cut]} in the prompt; several are separated by commas. A
 * fault of a submit that stands in the input strikes the first submit of that input alone, so that a retry succeeds; a
 * fault of a call strikes the first call that fits. In a header it strikes the call that carries it.
 *
 * <p>Prompts with gore, porn, torture, beheading or swastika are refused with a 422; nude, naked, nsfw or topless give a
 * black picture and {@code has_nsfw_concepts: [true]} where a model has a safety filter, a 422 where it has none.
 *
 * <p>What fal.ai leaves open and how it is here: a job that is cancelled while it runs, a refused and a failed one are not
 * billed; the history lists a request once it has ended; a job stuck in progress takes no place of the concurrency
 * limit; an unknown path of a known application is refused when it is submitted; sounds are WAV, and WEBP pictures are
 * PNG, both under their true names and types.
 */
@NullMarked
package dev.darkroom.sandbox;

import org.jspecify.annotations.NullMarked;
