/**
 * The parts of {@link dev.darkroom.sandbox.storage.StorageSandbox}: a Supabase Storage server for one machine. A request passes
 * through {@code SandboxServer}, {@code StorageRouter}, one of the {@code ...Routes} and {@code StorageObjectStore}; every
 * refusal is a {@code StorageError}. Depends on sandbox.fault, sandbox.http, sandbox.storage.object, sandbox.storage.route,
 * sandbox.storage.token and secret.
 *
 * <p>Omitted: image rendering (its routes do not exist, {@code transform} is ignored when signing), the S3 protocol, analytics
 * and vector buckets. Deliberately better than the original: the size limit also applies to bodies without a length, and
 * descending lists are complete.
 *
 * <p>Its own controls require no key: {@code GET /sandbox/faults} and {@code POST /sandbox/faults} with {@code {"faults":
 * "storage-500=0.1,storage-down=90s"}} and the header {@code x-sandbox-control: 1}; web pages are refused.
 */
@NullMarked
package dev.darkroom.sandbox.storage;

import org.jspecify.annotations.NullMarked;
