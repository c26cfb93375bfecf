/**
 * The Credits screen: accounts, the ledger, grants and adjustments, CSV. Imports console, credit and database.UuidRange of
 * ours; models know no {@code javafx.scene}.
 */
@NullMarked
package dev.darkroom.console.credits;

import org.jspecify.annotations.NullMarked;
