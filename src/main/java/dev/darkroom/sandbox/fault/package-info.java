/**
 * The faults that a stand-in can inject, their rates, and the controls that set them. Depends on sandbox.http and sandbox.media.
 */
@NullMarked
package dev.darkroom.sandbox.fault;

import org.jspecify.annotations.NullMarked;
