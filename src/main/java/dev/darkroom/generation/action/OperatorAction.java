package dev.darkroom.generation.action;

/** What a person can do with a generation that is there. */
public enum OperatorAction {
    RECOVER,
    RETRY,
    /** Ends the wait before the next attempt. */
    RETRY_NOW,
    EDIT_AND_RETRY,
    CANCEL,
    REFUND,
    MARK_FAILED,
    ATTACH,
    SEND_AGAIN,
    PRIORITY
}
