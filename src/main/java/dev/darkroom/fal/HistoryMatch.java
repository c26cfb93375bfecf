package dev.darkroom.fal;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** A request in fal's history whose input is the one that was looked for. The status code is missing until it ended. */
public record HistoryMatch(
        FalRequest request, Optional<Instant> sentAt, Optional<Instant> endedAt, OptionalInt statusCode) {}
