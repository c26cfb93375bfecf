package dev.darkroom.sandbox.storage;

import java.security.SignatureException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds out who calls: a token of this server, or one of the opaque keys that a gateway would exchange for one. */
final class CallerTokens {
    private static final Pattern BEARER = Pattern.compile("(?i)^Bearer\\s+");

    private final TokenSigner tokens;
    private final Optional<String> secretKey;
    private final Optional<String> publishableKey;

    CallerTokens(TokenSigner tokens, Optional<String> secretKey, Optional<String> publishableKey) {
        this.tokens = tokens;
        this.secretKey = secretKey;
        this.publishableKey = publishableKey;
    }

    StorageCaller callerOf(StorageCall call, StorageRoute.Auth auth) {
        if (auth == StorageRoute.Auth.NONE) {
            return StorageCaller.NOBODY;
        }
        Optional<StorageCaller> opaque = opaque(call);
        if (opaque.isPresent()) {
            return opaque.get();
        }
        Optional<String> header = call.header("authorization");
        if (auth == StorageRoute.Auth.REQUIRED && header.isEmpty()) {
            throw StorageError.SCHEMA.refusal("headers must have required property 'authorization'");
        }
        try {
            String token = BEARER.matcher(header.orElse("")).replaceFirst("");
            return StorageCaller.of(tokens.verify(token)).known();
        } catch (SignatureException refused) {
            if (auth == StorageRoute.Auth.OPTIONAL) {
                return StorageCaller.NOBODY;
            }
            throw StorageError.ACCESS_DENIED.refusal(String.valueOf(refused.getMessage()));
        }
    }

    /** As the self-hosted gateway does: a real token passes, otherwise {@code apikey} decides. */
    private Optional<StorageCaller> opaque(StorageCall call) {
        String bearer = BEARER.matcher(call.header("authorization").orElse("")).replaceFirst("");
        String key = bearer.isEmpty() ? call.header("apikey").orElse("") : bearer;
        if (secretKey.filter(key::equals).isPresent()) {
            return Optional.of(StorageCaller.SERVICE);
        }
        return publishableKey.filter(key::equals).map(_ -> StorageCaller.ANONYMOUS);
    }
}
