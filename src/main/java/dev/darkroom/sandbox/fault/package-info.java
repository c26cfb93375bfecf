/**
 * What a stand-in can do wrong on purpose, and how often. Imports nothing of ours.
 */
@NullMarked
package dev.darkroom.sandbox.fault;

import org.jspecify.annotations.NullMarked;
