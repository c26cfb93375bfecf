/**
 * The append-only ledger and the balances it explains. Imports activity, database, event, json, message and system
 * of ours.
 */
@NullMarked
package dev.darkroom.credit;

import org.jspecify.annotations.NullMarked;
