/**
 * Compares accounts, ledger, generations, stored objects and requests at fal.ai with each other, and repairs mismatches through
 * the existing services. Depends on credit, database, fal, generation, http, json, message, metric and storage.
 */
@NullMarked
package dev.darkroom.doctor;

import org.jspecify.annotations.NullMarked;
