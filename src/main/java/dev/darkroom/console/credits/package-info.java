/**
 * The Credits screen: accounts, the ledger, grants and adjustments, CSV. Depends on console, console.kit, credit, database
 * and event.
 */
@NullMarked
package dev.darkroom.console.credits;

import org.jspecify.annotations.NullMarked;
