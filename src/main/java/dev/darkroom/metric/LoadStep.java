package dev.darkroom.metric;

import java.time.Instant;

/**
 * How much there was to do in a minute: the most that was seen of it, counted up to 10,000.
 *
 * @param attention what wanted a person, which neither of the others counts
 */
public record LoadStep(Instant at, long inFlight, long waiting, long attention) {}
