/**
 * The screen itself: preset tabs, filter, the live list, bulk actions on it, the inspector beside it, and case bundles in
 * windows of their own. The only package that depends on its siblings. Depends on casebundle, console, console.generations,
 * console.generations.details, console.generations.form, console.kit, credit, event, fal, generation, logging, message, secret,
 * storage and system.
 */
@NullMarked
package dev.darkroom.console.generations.list;

import org.jspecify.annotations.NullMarked;
