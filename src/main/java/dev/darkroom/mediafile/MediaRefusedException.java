package dev.darkroom.mediafile;

/** Thrown when a media file exceeds a limit or is not of its declared type, so that none of it is shown. */
public final class MediaRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient MediaRefusal refusal;

    public MediaRefusedException(MediaRefusal refusal) {
        this(refusal, null);
    }

    MediaRefusedException(MediaRefusal refusal, @org.jspecify.annotations.Nullable Throwable cause) {
        super(refusal.reason() + " " + refusal.details(), cause);
        this.refusal = refusal;
    }

    static MediaRefusedException of(MediaRefusal.Reason reason, Object... details) {
        return new MediaRefusedException(MediaRefusal.of(reason, details));
    }

    public MediaRefusal refusal() {
        return refusal;
    }
}
