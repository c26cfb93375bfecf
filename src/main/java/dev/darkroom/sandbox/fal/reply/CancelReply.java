package dev.darkroom.sandbox.fal.reply;

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

    public FalReply.Body answer() {
        return FalReply.json(status, FalReply.object().put("status", name()));
    }
}
