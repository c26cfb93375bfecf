package dev.darkroom.fal;

import dev.darkroom.http.RemoteException;
import java.util.Optional;

/** How a submit ended. The POST was sent at most once, whatever is said here. */
public sealed interface SubmitResult {
    /** The job exists and will be billed. */
    record Accepted(FalRequest request) implements SubmitResult {}

    /** Nothing was started and nothing is billed: the service said no, or not a single byte was sent. */
    record Refused(RemoteException failure) implements SubmitResult {}

    /**
     * The job may exist: never send it again; look it up. When the answer still named an id, {@code candidate} is the job to
     * ask about first: if its status is not {@link FalStatus.Gone} it is the one.
     */
    record Unknown(RemoteException cause, Optional<FalRequest> candidate) implements SubmitResult {}
}
