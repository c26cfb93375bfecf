package dev.darkroom.sandbox.storage.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.sandbox.http.SandboxReply;
import dev.darkroom.sandbox.storage.reply.StorageError;
import java.security.SignatureException;
import org.jspecify.annotations.Nullable;

/** The tokens in signed URLs: each is bound to one action and one {@code bucket/key}. */
public final class UrlSignatures {
    private final TokenSigner tokens;

    public UrlSignatures(TokenSigner tokens) {
        this.tokens = tokens;
    }

    public String download(String path, long lifeSeconds) {
        ObjectNode claims = SandboxReply.object().put("url", path).put("scope", "download");
        return tokens.sign(claims, lifeSeconds);
    }

    public String upload(String path, @Nullable String owner, boolean upsert, long lifeSeconds) {
        ObjectNode claims = SandboxReply.object();
        if (owner != null) {
            claims.put("owner", owner);
        }
        claims.put("url", path).put("upsert", upsert).put("scope", "upload");
        return tokens.sign(claims, lifeSeconds);
    }

    /** Verifies the signature and expiry first, then the action, then the object: {@code bucket/key}. */
    public JsonNode verify(String token, String action, String path) {
        JsonNode claims;
        try {
            claims = tokens.verify(token);
        } catch (SignatureException refused) {
            throw StorageError.TOKEN.refusal(String.valueOf(refused.getMessage()));
        }
        // Tokens from before scopes existed are distinguished by the claim that only uploads have.
        String old = claims.has("upsert") ? "upload" : "download";
        if (!claims.path("scope").asText(old).equals(action)) {
            throw StorageError.SIGNATURE.refusal("Token is not scoped for " + action);
        }
        if (!claims.path("url").asText().equals(path)) {
            throw StorageError.SIGNATURE.refusal("Invalid signature");
        }
        return claims;
    }

    public long now() {
        return tokens.now();
    }
}
