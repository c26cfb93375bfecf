package dev.darkroom.http;

/** The consequence of a failure for the affected work. */
public enum RemoteFailureKind {
    /** The network, a limit or a problem of the service: the same step may succeed later without any change. */
    RETRYABLE,
    /** This request will never succeed unchanged: rejected prompt, bad input, missing file. */
    FINAL,
    /**
     * The account or the key is refused, or an address is misconfigured: every other request would fail too, so pause them all.
     */
    ACCOUNT_WIDE,
    /** Whether anything was started or stored is unknown: look it up or leave it to a person; never repeat it blindly. */
    UNKNOWN
}
