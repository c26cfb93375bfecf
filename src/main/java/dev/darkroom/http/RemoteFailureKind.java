package dev.darkroom.http;

/** What a failure means for the work that met it. */
public enum RemoteFailureKind {
    /** The network, a limit or the service's own trouble: the same step may succeed later, nobody has to change anything. */
    RETRYABLE,
    /** This request will never succeed as it is: refused prompt, bad input, file gone. */
    FINAL,
    /** The account or the key is refused, or an address is set wrong: every other request would fail alike, so pause them all. */
    ACCOUNT_WIDE,
    /** It cannot be told whether something was started or stored: look it up, or leave it to a person; never repeat it blindly. */
    UNKNOWN
}
