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
        Optional<StorageCaller> opaque = opaque(call);
        if (opaque.isPresent()) {
            return opaque.get();
        }
        Optional<String> header = call.header("authorization");
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

    /** Behaves like the self-hosted gateway: a real token passes, otherwise {@code apikey} decides. */
    private Optional<StorageCaller> opaque(SandboxCall call) {
        String bearer = bearer(call.header("authorization"));
        String key = bearer.isEmpty() ? call.header("apikey").orElse("") : bearer;
        if (secretKey.filter(key::equals).isPresent()) {
            return Optional.of(StorageCaller.SERVICE);
        }
        return publishableKey.filter(key::equals).map(_ -> StorageCaller.ANONYMOUS);
    }

    private static String bearer(Optional<String> header) {
        return BEARER.matcher(header.orElse("")).replaceFirst("");
    }
}
