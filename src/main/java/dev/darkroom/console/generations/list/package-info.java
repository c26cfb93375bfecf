/**
 * The screen itself: preset tabs, filter, the live list, and the inspector beside it. The only package that depends on its
 * siblings. Imports casebundle, console, console.generations, console.generations.bulk, console.generations.cases,
 * console.generations.details, console.generations.form, console.kit, event, fal, generation, message, secret and
 * system of ours.
 */
@NullMarked
package dev.darkroom.console.generations.list;

import org.jspecify.annotations.NullMarked;
