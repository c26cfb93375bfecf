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

    /** An invalid token is ignored. */
    public StorageCaller callerIfAny(SandboxCall call) {
        try {
            return verified(call);
        } catch (SignatureException _) {
            return StorageCaller.NOBODY;
        }
    }

    /** @throws StorageError.StorageRefusal when the token is missing or invalid */
    public StorageCaller callerOf(SandboxCall call) {
        try {
            return verified(call);
        } catch (SignatureException refused) {
            throw StorageError.ACCESS_DENIED.refusal(String.valueOf(refused.getMessage()));
        }
    }

    /** Checks what the schema of most routes requires, before any token is looked at. */
    public void checkHeader(SandboxCall call) {
        if (credential(call).isEmpty()) {
            throw StorageError.SCHEMA.refusal("headers must have required property 'authorization'");
        }
    }

    private StorageCaller verified(SandboxCall call) throws SignatureException {
        Optional<String> header = credential(call);
        Optional<StorageCaller> opaque = isReplaced(call) ? header.flatMap(this::opaque) : Optional.empty();
        return opaque.isPresent()
                ? opaque.get()
                : StorageCaller.of(tokens.verify(bearer(header))).known();
    }

    private Optional<String> credential(SandboxCall call) {
        return call.header(isReplaced(call) ? "apikey" : "authorization");
    }

    /** Whether {@code apikey} counts instead, as the self-hosted gateway has it: any other header passes untouched. */
    private boolean isReplaced(SandboxCall call) {
        boolean gateway = secretKey.isPresent() || publishableKey.isPresent();
        return gateway
                && call.header("authorization")
                        .filter(header -> !header.startsWith(OPAQUE))
                        .isEmpty();
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
