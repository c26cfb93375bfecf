package dev.darkroom.sandbox.fal.reply;

/** Ends a call with the answer it carries. */
public final class FalRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient FalReply answer;

    public FalRefusal(FalReply answer) {
        super("refused", null, false, false);
        this.answer = answer;
    }

    public FalReply answer() {
        return answer;
    }
}
