/**
 * Holds accounts, ledger, generations, stored objects and requests at fal.ai against each other, and repairs what disagrees by the
 * services that are there for it. Imports credit, database, fal, generation, http, json, message, metric and storage of ours.
 */
@NullMarked
package dev.darkroom.doctor;

import org.jspecify.annotations.NullMarked;
