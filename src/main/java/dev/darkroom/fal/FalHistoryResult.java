package dev.darkroom.fal;

import dev.darkroom.http.RemoteException;
import dev.darkroom.message.CodedMessage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The result of searching fal's request history for a job. */
public sealed interface FalHistoryResult {
    /**
     * The requests with exactly this input. Several matches are inconclusive; no match proves nothing, because a job that is
     * still queued may not be listed.
     */
    record Found(List<Match> matches) implements FalHistoryResult {}

    /**
     * The history could not be read, for whatever reason: no network, a 5xx, a key without permission, a limit. This reveals
     * nothing about the job or the account: search again later or leave it to an operator. {@code message} gives the reason.
     */
    record Unavailable(CodedMessage message, RemoteException cause) implements FalHistoryResult {}

    /** A request in fal's history whose input matches. */
    public record Match(FalRequest request, Optional<Instant> sentAt) {}
}
