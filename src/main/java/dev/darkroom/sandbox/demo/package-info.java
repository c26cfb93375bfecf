/**
 * Believable work for a demonstration: users, models and prompts at a rate that can be changed. Imports credit, fal,
 * generation and logging of ours.
 */
@NullMarked
package dev.darkroom.sandbox.demo;

import org.jspecify.annotations.NullMarked;
