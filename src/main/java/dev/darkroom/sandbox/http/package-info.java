/** The HTTP layer shared by both stand-ins: server, call, reply, and access to the controls. Depends on json. */
@NullMarked
package dev.darkroom.sandbox.http;

import org.jspecify.annotations.NullMarked;
