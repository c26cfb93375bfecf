package dev.darkroom.generation;

/**
 * The kinds of lines in a generation's timeline, each with the members of its {@link TimelineEvent#data()}. Sentences are made
 * from them where they are shown.
 */
public enum TimelineKind {
    /** {@code credits}, {@code balance}: the balance after the first charge, which is part of the creation. */
    CREATED(Lane.ENGINE),
    /** {@code credits}, {@code balance} of a later charge. */
    DEDUCTED(Lane.CREDITS),
    /** {@code credits}, {@code balance}. */
    REFUNDED(Lane.CREDITS),

    CLAIMED(Lane.ENGINE),
    SUBMITTING(Lane.ENGINE),
    /** {@code request}; {@code found} when it was found in the provider's history instead of returned by the submit. */
    SUBMITTED(Lane.FAL),
    IN_QUEUE(Lane.FAL),
    IN_PROGRESS(Lane.FAL),
    RENDERED(Lane.FAL),
    /** {@code answer}: the provider's answer to the cancel request. */
    CANCEL_SENT(Lane.FAL),
    /** {@code files}. */
    STORING(Lane.STORAGE),
    /** {@code files}, {@code bytes}, {@code warning}. */
    STORED(Lane.STORAGE),

    COMPLETED(Lane.ENGINE),
    /** {@code code}, {@code message}. */
    FAILED(Lane.ENGINE),
    /** {@code reason}. */
    CANCELLED(Lane.ENGINE),
    /** {@code code}, {@code message}, {@code wait_ms}. */
    RETRY_SCHEDULED(Lane.ENGINE),
    /** {@code code}, {@code message}; {@code service} when it waits for one. No attempt was counted. */
    HANDED_BACK(Lane.ENGINE),
    /** {@code cause}: {@code ENGINE_SILENT}, {@code ENGINE_STOPPED}, {@code LEASE_ENDED}, {@code RUN_VANISHED}. */
    TAKEN_BACK(Lane.ENGINE),
    /** {@code hold}, {@code message}. */
    HELD(Lane.ENGINE),
    /** {@code code}, {@code message}: a repair failed or was ended, and whatever was delivered stays as it was. */
    REPAIR_ENDED(Lane.ENGINE),
    /** {@code cause}, {@code message}. */
    DIAGNOSED(Lane.ENGINE),
    /** {@code file}: an object that was stored is no longer in the storage. */
    FILE_LOST(Lane.STORAGE),

    /** {@code reason}. */
    CANCEL_ASKED(Lane.OPERATOR),
    /** {@code reason}, {@code from}: the stage. */
    RECOVERED(Lane.OPERATOR),
    /** {@code reason}, {@code from}. */
    RETRIED(Lane.OPERATOR),
    /** {@code reason}, {@code changes}: name to [before, after], {@code credits}: [before, after]. */
    EDITED(Lane.OPERATOR),
    /** {@code reason}. */
    REFUND_DECIDED(Lane.OPERATOR),
    /** {@code reason}. */
    MARKED_FAILED(Lane.OPERATOR),
    /** {@code reason}, {@code request}, {@code status}. */
    ATTACHED(Lane.OPERATOR),
    /** {@code reason}. */
    SENT_AGAIN(Lane.OPERATOR),
    /** {@code reason}, {@code from}, {@code to}. */
    PRIORITY_CHANGED(Lane.OPERATOR),
    /** The wait before the next attempt was ended. */
    WAIT_ENDED(Lane.OPERATOR),
    /** {@code until}. */
    LINK_RENEWED(Lane.OPERATOR);

    private final Lane lane;

    TimelineKind(Lane lane) {
        this.lane = lane;
    }

    public Lane lane() {
        return lane;
    }

    /** The acting party, as drawn by the inspector. */
    public enum Lane {
        CREDITS,
        ENGINE,
        FAL,
        STORAGE,
        OPERATOR
    }
}
