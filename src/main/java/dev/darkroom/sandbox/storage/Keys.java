package dev.darkroom.sandbox.storage;

import java.util.Optional;
import java.util.regex.Pattern;

/** Finds out who calls: a token of this server, or one of the opaque keys that a gateway would exchange for one. */
final class Keys {
    private static final Pattern BEARER = Pattern.compile("(?i)^Bearer\\s+");

    private final Tokens tokens;
    private final Optional<String> secretKey;
    private final Optional<String> publishableKey;

    Keys(Tokens tokens, Optional<String> secretKey, Optional<String> publishableKey) {
        this.tokens = tokens;
        this.secretKey = secretKey;
        this.publishableKey = publishableKey;
    }

    Caller callerOf(Call call, Route.Auth auth) {
        if (auth == Route.Auth.NONE || auth == Route.Auth.CONTROL) {
            return Caller.NOBODY;
        }
        Optional<Caller> opaque = opaque(call);
        if (opaque.isPresent()) {
            return opaque.get();
        }
        Optional<String> header = call.header("authorization");
        if (auth == Route.Auth.REQUIRED && header.isEmpty()) {
            throw ApiError.schema("headers must have required property 'authorization'");
        }
        try {
            String token = BEARER.matcher(header.orElse("")).replaceFirst("");
            return Caller.of(tokens.verify(token)).known();
        } catch (Tokens.Refused refused) {
            if (auth == Route.Auth.OPTIONAL) {
                return Caller.NOBODY;
            }
            throw ApiError.accessDenied(refused.said());
        }
    }

    /** As the self-hosted gateway does: a real token passes, otherwise {@code apikey} decides. */
    private Optional<Caller> opaque(Call call) {
        String bearer = BEARER.matcher(call.header("authorization").orElse("")).replaceFirst("");
        String key = bearer.isEmpty() ? call.header("apikey").orElse("") : bearer;
        if (secretKey.filter(key::equals).isPresent()) {
            return Optional.of(Caller.SERVICE);
        }
        return publishableKey.filter(key::equals).map(_ -> Caller.ANONYMOUS);
    }
}
