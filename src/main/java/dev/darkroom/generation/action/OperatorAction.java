package dev.darkroom.generation.action;

/** An operator's actions on an existing generation. */
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
    PRIORITY;

    /** Whether generations continue after this action, rather than being done with it. */
    public boolean continuesGenerations() {
        return this == RECOVER || this == RETRY;
    }
}
