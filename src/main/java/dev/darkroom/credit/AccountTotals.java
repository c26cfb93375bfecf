package dev.darkroom.credit;

/** How many accounts there are, counted up to a limit, and how many of those counted drift. */
public record AccountTotals(long accounts, long drifting) {}
