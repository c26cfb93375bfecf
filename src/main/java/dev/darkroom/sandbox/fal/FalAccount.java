package dev.darkroom.sandbox.fal;

import dev.darkroom.sandbox.http.SandboxReply;
import dev.darkroom.sandbox.http.SandboxReply.SandboxRefusal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Authenticates callers by the single key or by a temporary token issued for it, which either uploads files or opens
 * applications. A locked account refuses submits only. Thread-safe.
 */
final class FalAccount {
    static final String DEFAULT_REASON = "Exhausted balance. Top up your balance at fal.ai/dashboard/billing.";

    private final String key;
    private final InstantSource clock;
    private final Map<String, AccessToken> tokens = new ConcurrentHashMap<>();
    private volatile @Nullable String lock;

    FalAccount(String key, InstantSource clock) {
        this.key = key;
        this.clock = clock;
    }

    /** @param apps the applications it opens, with or without their owner; empty for all */
    private record AccessToken(Instant end, boolean uploads, List<String> apps) {
        boolean opens(String application) {
            String alias = application.substring(application.lastIndexOf('/') + 1);
            return !uploads && (apps.isEmpty() || apps.contains(application) || apps.contains(alias));
        }
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

    /**
     * A token in the query is as good as the key for the applications it opens.
     *
     * @throws SandboxRefusal 401 with fal.ai's wording
     */
    void check(FalCall call, String application) {
        if (call.query("fal_jwt_token")
                .flatMap(this::valid)
                .filter(token -> token.opens(application))
                .isEmpty()) {
            checkKey(call, application);
        }
    }

    /** @throws SandboxRefusal 401 with fal.ai's wording */
    void checkKey(FalCall call, String application) {
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

    boolean hasKey(FalCall call) {
        try {
            checkKey(call, "");
            return true;
        } catch (SandboxRefusal _) {
            return false;
        }
    }

    String newUploadToken(Duration life) {
        return issue(new AccessToken(clock.instant().plus(life), true, List.of()));
    }

    /** @param apps the applications it opens, with or without their owner; empty for all */
    String newAppToken(Duration life, List<String> apps) {
        return issue(new AccessToken(clock.instant().plus(life), false, apps));
    }

    private String issue(AccessToken token) {
        tokens.keySet().removeIf(old -> valid(old).isEmpty());
        String text = UUID.randomUUID().toString();
        tokens.put(text, token);
        return text;
    }

    private Optional<AccessToken> valid(String text) {
        return Optional.ofNullable(tokens.get(text))
                .filter(token -> clock.instant().isBefore(token.end()));
    }

    boolean mayUpload(FalCall call) {
        return call.header("Authorization")
                .filter(header -> header.startsWith("Bearer "))
                .flatMap(header -> valid(header.substring(7).strip()))
                .filter(AccessToken::uploads)
                .isPresent();
    }
}
