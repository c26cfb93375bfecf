/**
 * The parts of {@link dev.darkroom.sandbox.storage.StorageSandbox}: a Supabase Storage server for one machine. A
 * request goes {@code SandboxServer → StorageRouter → …Routes → StorageObjectStore}; every refusal is a {@code StorageError}.
 * Imports sandbox.fault, sandbox.http, sandbox.storage.object, sandbox.storage.route,
 * sandbox.storage.token and secret of ours.
 *
 * <p>Left out: resumable uploads and image rendering (their routes do not exist, {@code transform} is ignored when
 * signing), the S3 protocol, analytics and vector buckets. Better than the original on purpose: the size limit also
 * holds for bodies without a length, and descending lists are complete.
 *
 * <p>Its own control needs no key: {@code GET /sandbox/faults} and {@code POST /sandbox/faults} with
 * {@code {"faults": "storage-500=0.1,storage-down=90s"}} and the header {@code x-sandbox-control: 1}; web pages are refused.
 */
@NullMarked
package dev.darkroom.sandbox.storage;

import org.jspecify.annotations.NullMarked;
