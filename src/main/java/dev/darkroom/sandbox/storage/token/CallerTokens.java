package dev.darkroom.sandbox.storage.token;

import dev.darkroom.sandbox.http.SandboxCall;
import dev.darkroom.sandbox.storage.object.StorageCaller;
import dev.darkroom.sandbox.storage.reply.StorageError;
import java.security.SignatureException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Identifies the caller by a token of this server, or by an opaque key that a gateway would exchange for one. */
public final class CallerTokens {
    private static final Pattern BEARER = Pattern.compile("(?i)^Bearer\\s+");
    private static final String OPAQUE = "Bearer sb_";

    private final TokenSigner tokens;
    private final Optional<String> secretKey;
    private final Optional<String> publishableKey;

    public CallerTokens(TokenSigner tokens, Optional<String> secretKey, Optional<String> publishableKey) {
        this.tokens = tokens;
        this.secretKey = secretKey;
        this.publishableKey = publishableKey;
    }

    /**
     * @param required whether an invalid token is refused; otherwise it is ignored
     * @throws StorageError.StorageRefusal when the token is refused
     */
    public StorageCaller callerOf(SandboxCall call, boolean required) {
        Optional<String> header = call.header("authorization");
        if (isReplaced(header)) {
            header = call.header("apikey");
            Optional<StorageCaller> opaque = header.flatMap(this::opaque);
            if (opaque.isPresent()) {
                return opaque.get();
            }
        }
        if (required && header.isEmpty()) {
            throw StorageError.SCHEMA.refusal("headers must have required property 'authorization'");
        }
        try {
            return StorageCaller.of(tokens.verify(bearer(header))).known();
        } catch (SignatureException refused) {
            if (required) {
                throw StorageError.ACCESS_DENIED.refusal(String.valueOf(refused.getMessage()));
            }
            return StorageCaller.NOBODY;
        }
    }

    /** Whether {@code apikey} counts instead, as the self-hosted gateway has it: any other header passes untouched. */
    private boolean isReplaced(Optional<String> authorization) {
        boolean gateway = secretKey.isPresent() || publishableKey.isPresent();
        return gateway
                && authorization.filter(header -> !header.startsWith(OPAQUE)).isEmpty();
    }

    private Optional<StorageCaller> opaque(String key) {
        if (secretKey.filter(key::equals).isPresent()) {
            return Optional.of(StorageCaller.SERVICE);
        }
        return publishableKey.filter(key::equals).map(_ -> StorageCaller.ANONYMOUS);
    }

    private static String bearer(Optional<String> header) {
        return BEARER.matcher(header.orElse("")).replaceFirst("");
    }
}
