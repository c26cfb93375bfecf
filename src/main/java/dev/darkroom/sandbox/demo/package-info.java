/**
 * Realistic traffic for demonstrations: users, models and prompts at an adjustable rate. Depends on credit, fal, generation and
 * logging.
 */
@NullMarked
package dev.darkroom.sandbox.demo;

import org.jspecify.annotations.NullMarked;
