/**
 * The append-only ledger and the balances it explains. Imports database, event and logging.
 */
@NullMarked
package dev.darkroom.credit;

import org.jspecify.annotations.NullMarked;
