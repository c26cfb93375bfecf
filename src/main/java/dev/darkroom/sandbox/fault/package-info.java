/**
 * What a stand-in can do wrong on purpose, how often, and the controls that set it. Imports sandbox.http and sandbox.media of
 * ours.
 */
@NullMarked
package dev.darkroom.sandbox.fault;

import org.jspecify.annotations.NullMarked;
