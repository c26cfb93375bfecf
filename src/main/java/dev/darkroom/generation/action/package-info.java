/**
 * An operator's actions on a generation: one class for each kind of action, one guard, one audited runner, bulk actions,
 * quotas. Depends on activity, credit, database, event, fal, generation, generation.engine, generation.query, http, json, logging,
 * message and storage.
 */
@NullMarked
package dev.darkroom.generation.action;

import org.jspecify.annotations.NullMarked;
