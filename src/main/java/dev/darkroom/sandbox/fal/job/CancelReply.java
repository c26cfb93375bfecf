package dev.darkroom.sandbox.fal.job;

import dev.darkroom.sandbox.http.SandboxReply;

/** What a cancel is told; the names are the words on the wire. */
public enum CancelReply {
    OK(200),
    CANCELLATION_REQUESTED(202),
    ALREADY_COMPLETED(400),
    NOT_FOUND(404);

    private final int status;

    CancelReply(int status) {
        this.status = status;
    }

    public SandboxReply.Answer answer() {
        return SandboxReply.json(status, SandboxReply.object().put("status", name()));
    }
}
