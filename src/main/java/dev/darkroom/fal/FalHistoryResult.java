package dev.darkroom.fal;

import dev.darkroom.http.RemoteException;
import dev.darkroom.message.CodedMessage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What looking for a job in fal's request history gave. */
public sealed interface FalHistoryResult {
    /**
     * The requests whose input is the one looked for. Several mean that nothing can be told; none proves nothing, for a job that still
     * waits may not be listed.
     */
    record Found(List<Match> matches) implements FalHistoryResult {}

    /**
     * The history could not be asked, for whatever reason: no network, a 5xx, a key that may not read it, a limit. It says nothing about
     * the job and nothing about the account: look again later or leave it to a person. {@code told} says why.
     */
    record Unavailable(CodedMessage message, RemoteException cause) implements FalHistoryResult {}

    /** A request in fal's history whose input is the one that was looked for. The status code is missing until it ended. */
    public record Match(
            FalRequest request, Optional<Instant> sentAt, Optional<Instant> endedAt, OptionalInt statusCode) {}
}
