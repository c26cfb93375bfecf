package dev.darkroom.sandbox.http;

/** Ends a call with the contained reply. */
public class SandboxRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient SandboxReply reply;

    public SandboxRefusal(SandboxReply reply) {
        super("refused", null, false, false);
        this.reply = reply;
    }

    public SandboxReply reply() {
        return reply;
    }
}
