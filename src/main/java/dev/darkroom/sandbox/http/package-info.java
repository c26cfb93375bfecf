/**
 * The one HTTP layer of both stand-ins: server, call, reply, and who may use the controls. Imports json of ours.
 */
@NullMarked
package dev.darkroom.sandbox.http;

import org.jspecify.annotations.NullMarked;
