/**
 * Realistic traffic for demonstrations: users, models and prompts at an adjustable rate. Imports credit, fal, generation and
 * logging of ours.
 */
@NullMarked
package dev.darkroom.sandbox.demo;

import org.jspecify.annotations.NullMarked;
