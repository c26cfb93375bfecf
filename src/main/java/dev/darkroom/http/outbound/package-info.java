/**
 * Which untrusted addresses may be opened, judged by what their names resolve to, and when TLS is required. Depends on message.
 */
@NullMarked
package dev.darkroom.http.outbound;

import org.jspecify.annotations.NullMarked;
