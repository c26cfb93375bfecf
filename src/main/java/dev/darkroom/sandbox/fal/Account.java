package dev.darkroom.sandbox.fal;

import org.jspecify.annotations.Nullable;

/** Whether the account may submit; a lock stops submits and nothing else. */
final class Account {
    static final String USUAL_REASON = "Exhausted balance. Top up your balance at fal.ai/dashboard/billing.";

    private volatile @Nullable String lock;

    void lock(@Nullable String reason) {
        lock = reason;
    }

    @Nullable
    String lock() {
        return lock;
    }

    static Answer.Body refusal(String reason) {
        return Answer.detail(403, "User is locked. Reason: " + reason).with("x-fal-request-id", "");
    }
}
