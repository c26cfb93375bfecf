package dev.darkroom.sandbox.fal;

import dev.darkroom.sandbox.http.SandboxRefusal;
import dev.darkroom.sandbox.http.SandboxReply;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Authenticates callers by the single key or by a token issued for it. A locked account refuses submits only. Thread-safe. */
final class FalAccount {
    static final String DEFAULT_REASON = "Exhausted balance. Top up your balance at fal.ai/dashboard/billing.";

    private final String key;
    private final Set<String> tokens = ConcurrentHashMap.newKeySet();
    private volatile @Nullable String lock;

    FalAccount(String key) {
        this.key = key;
    }

    /** Makes every submit fail with a 403 that gives the reason; null unlocks the account. */
    void lock(@Nullable String reason) {
        lock = reason;
    }

    /** @throws SandboxRefusal 403 while the account is locked */
    void checkLock() {
        String reason = lock;
        if (reason != null) {
            throw new SandboxRefusal(locked(reason));
        }
    }

    static SandboxReply locked(String reason) {
        return SandboxReply.detail(403, "User is locked. Reason: " + reason).with("x-fal-request-id", "");
    }

    /** @throws SandboxRefusal 401 with fal.ai's wording */
    void check(FalCall call, String application) {
        if (call.query("fal_jwt_token").filter(tokens::contains).isPresent()) {
            return;
        }
        String header = call.header("Authorization").orElse("").strip();
        if (header.isEmpty()) {
            throw refusal("Cannot access application \"" + application
                    + "\". Authentication is required to access this application.");
        }
        String given = header.toLowerCase(Locale.ROOT).startsWith("key ")
                ? header.substring(4).strip()
                : "";
        if (!given.matches("[^:\\s]+:[^:\\s]+")) {
            throw refusal("Invalid Key Authorization header format. Expected '<key_id>:<key_secret>'.");
        }
        if (!given.equals(key)) {
            throw refusal("No user found for Key ID and Secret");
        }
    }

    private static SandboxRefusal refusal(String detail) {
        return new SandboxRefusal(SandboxReply.detail(401, detail));
    }

    boolean knows(FalCall call) {
        try {
            check(call, "");
            return true;
        } catch (SandboxRefusal _) {
            return false;
        }
    }

    String newToken() {
        String token = UUID.randomUUID().toString();
        tokens.add(token);
        return token;
    }

    boolean knowsToken(FalCall call) {
        return call.header("Authorization")
                .filter(header -> header.startsWith("Bearer ")
                        && tokens.contains(header.substring(7).strip()))
                .isPresent();
    }
}
