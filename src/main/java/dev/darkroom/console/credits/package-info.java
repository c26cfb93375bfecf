/**
 * The Credits screen: accounts, the ledger, grants and adjustments, CSV. Imports console, console.kit, credit, database
 * and event of ours.
 */
@NullMarked
package dev.darkroom.console.credits;

import org.jspecify.annotations.NullMarked;
