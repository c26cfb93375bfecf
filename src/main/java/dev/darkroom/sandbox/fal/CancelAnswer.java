package dev.darkroom.sandbox.fal;

/** What a cancel is told; the names are the words on the wire. */
enum CancelAnswer {
    OK(200),
    CANCELLATION_REQUESTED(202),
    ALREADY_COMPLETED(400),
    NOT_FOUND(404);

    private final int status;

    CancelAnswer(int status) {
        this.status = status;
    }

    Answer.Body answer() {
        return Answer.json(status, Answer.object().put("status", name()));
    }
}
