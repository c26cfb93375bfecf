/**
 * The faults that a stand-in can inject, their rates, and the controls that set them. Imports sandbox.http and sandbox.media of
 * ours.
 */
@NullMarked
package dev.darkroom.sandbox.fault;

import org.jspecify.annotations.NullMarked;
