package dev.darkroom.sandbox.fal;

import dev.darkroom.sandbox.fal.reply.FalRefusal;
import dev.darkroom.sandbox.fal.reply.FalReply;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Who may call: the one key, and upload tokens handed out for it. */
final class CallerKeys {
    private final String key;
    private final Set<String> tokens = ConcurrentHashMap.newKeySet();

    CallerKeys(String key) {
        this.key = key;
    }

    /** @throws Refusal 401 in the words of fal.ai */
    void check(FalExchange exchange, String application) {
        String header = exchange.header("Authorization");
        if (header == null || header.isBlank()) {
            throw new FalRefusal(FalReply.detail(
                    401,
                    "Cannot access application \"" + application
                            + "\". Authentication is required to access this application."));
        }
        checkKey(header);
    }

    void checkKey(String header) {
        String given = header.strip();
        if (!given.toLowerCase(Locale.ROOT).startsWith("key ")
                || !given.substring(4).strip().matches("[^:\\s]+:[^:\\s]+")) {
            throw new FalRefusal(
                    FalReply.detail(401, "Invalid Key Authorization header format. Expected '<key_id>:<key_secret>'."));
        }
        if (!given.substring(4).strip().equals(key)) {
            throw new FalRefusal(FalReply.detail(401, "No user found for Key ID and Secret"));
        }
    }

    boolean knows(@Nullable String header) {
        try {
            checkKey(header == null ? "" : header);
            return true;
        } catch (FalRefusal _) {
            return false;
        }
    }

    String newToken() {
        String token = UUID.randomUUID().toString();
        tokens.add(token);
        return token;
    }

    boolean knowsToken(@Nullable String header) {
        return header != null
                && header.startsWith("Bearer ")
                && tokens.contains(header.substring(7).strip());
    }
}
