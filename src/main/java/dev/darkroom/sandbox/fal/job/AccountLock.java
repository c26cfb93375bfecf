package dev.darkroom.sandbox.fal.job;

import dev.darkroom.sandbox.fal.reply.FalReply;
import org.jspecify.annotations.Nullable;

/** Whether the account may submit; a lock stops submits and nothing else. */
public final class AccountLock {
    public static final String USUAL_REASON = "Exhausted balance. Top up your balance at fal.ai/dashboard/billing.";

    private volatile @Nullable String lock;

    public void lock(@Nullable String reason) {
        lock = reason;
    }

    @Nullable
    public String lock() {
        return lock;
    }

    public static FalReply.Body refusal(String reason) {
        return FalReply.detail(403, "User is locked. Reason: " + reason).with("x-fal-request-id", "");
    }
}
