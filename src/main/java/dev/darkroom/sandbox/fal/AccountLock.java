package dev.darkroom.sandbox.fal;

import org.jspecify.annotations.Nullable;

/** Whether the account may submit; a lock stops submits and nothing else. */
final class AccountLock {
    static final String USUAL_REASON = "Exhausted balance. Top up your balance at fal.ai/dashboard/billing.";

    private volatile @Nullable String lock;

    void lock(@Nullable String reason) {
        lock = reason;
    }

    @Nullable
    String lock() {
        return lock;
    }

    static FalReply.Body refusal(String reason) {
        return FalReply.detail(403, "User is locked. Reason: " + reason).with("x-fal-request-id", "");
    }
}
