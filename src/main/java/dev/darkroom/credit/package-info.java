/**
 * The append-only ledger and the balances it explains. Depends on activity, database, event, json, message and system.
 */
@NullMarked
package dev.darkroom.credit;

import org.jspecify.annotations.NullMarked;
