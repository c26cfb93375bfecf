package dev.darkroom.fal;

import dev.darkroom.http.RemoteException;
import java.util.Optional;

/** The outcome of a submit. The POST was sent at most once in every case. */
public sealed interface SubmitResult {
    /** The job exists and will be billed. */
    record Accepted(FalRequest request) implements SubmitResult {}

    /** Nothing was started and nothing is billed: the service rejected the request, or not a single byte was sent. */
    record Refused(RemoteException failure) implements SubmitResult {}

    /**
     * The job may exist: never resubmit it; look it up. When the answer still named an id, {@code candidate} is the job to
     * check first: unless its status is {@link FalStatus.Gone}, it is this job.
     */
    record Unknown(RemoteException cause, Optional<FalRequest> candidate) implements SubmitResult {}
}
