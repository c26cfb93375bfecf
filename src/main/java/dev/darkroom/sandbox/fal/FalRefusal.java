package dev.darkroom.sandbox.fal;

/** Ends a call with the answer it carries. */
final class FalRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient FalReply answer;

    FalRefusal(FalReply answer) {
        super("refused", null, false, false);
        this.answer = answer;
    }

    FalReply answer() {
        return answer;
    }
}
