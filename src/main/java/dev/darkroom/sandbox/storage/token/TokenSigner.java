package dev.darkroom.sandbox.storage.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.secret.SecretRedactor;
import dev.darkroom.system.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.SignatureException;
import java.time.InstantSource;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Signs and verifies HS256 tokens. */
public final class TokenSigner {
    private static final String HEADER = encode("{\"alg\":\"HS256\"}".getBytes(StandardCharsets.UTF_8));

    private final SecretKeySpec key;
    private final InstantSource clock;

    public TokenSigner(String secret, InstantSource clock) {
        this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
        this.clock = clock;
    }

    /** Adds {@code iat} and {@code exp}, both in whole seconds. A negative lifetime results in an expired token. */
    public String sign(ObjectNode claims, long lifeSeconds) {
        long now = now();
        return sign(claims.put("iat", now).put("exp", now + lifeSeconds));
    }

    /** Signs the claims unchanged, so possibly without an expiry. */
    public String sign(ObjectNode claims) {
        String text = HEADER + "." + encode(JsonMapping.write(claims).getBytes(StandardCharsets.UTF_8));
        return text + "." + encode(mac(text));
    }

    public long now() {
        return clock.instant().getEpochSecond();
    }

    /** @throws SignatureException with the message of the library used by the real server */
    public JsonNode verify(String token) throws SignatureException {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            throw new SignatureException("Invalid Compact JWS");
        }
        checkHeader(parts[0]);
        byte[] given = signature(parts[2]);
        if (!MessageDigest.isEqual(mac(parts[0] + "." + parts[1]), given)) {
            throw new SignatureException("signature verification failed");
        }
        return checkedClaims(parts[1]);
    }

    private static void checkHeader(String part) throws SignatureException {
        JsonNode header = object(part);
        if (header == null) {
            throw new SignatureException("JWS Protected Header is invalid");
        }
        if (!header.path("alg").isTextual() || header.path("alg").asText().isEmpty()) {
            throw new SignatureException("JWS \"alg\" (Algorithm) Header Parameter missing or invalid");
        }
        if (!header.path("alg").asText().equals("HS256")) {
            throw new SignatureException("\"alg\" (Algorithm) Header Parameter value not allowed");
        }
    }

    private static byte[] signature(String part) throws SignatureException {
        try {
            return decode(part);
        } catch (IllegalArgumentException _) {
            throw new SignatureException("Failed to base64url decode the signature");
        }
    }

    private JsonNode checkedClaims(String part) throws SignatureException {
        JsonNode claims = object(part);
        if (claims == null) {
            throw new SignatureException("JWT Claims Set must be a top-level JSON object");
        }
        for (String name : new String[] {"nbf", "exp"}) {
            JsonNode time = claims.path(name);
            if (!time.isMissingNode() && !time.isNumber()) {
                throw new SignatureException("\"" + name + "\" claim must be a number");
            }
            boolean wrong = name.equals("exp") ? time.asDouble() <= now() : time.asDouble() > now();
            if (time.isNumber() && wrong) {
                throw new SignatureException("\"" + name + "\" claim timestamp check failed");
            }
        }
        return claims;
    }

    private static @Nullable JsonNode object(String part) {
        try {
            JsonNode node = JsonMapping.parse(new String(decode(part), StandardCharsets.UTF_8));
            return node != null && node.isObject() ? node : null;
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private byte[] mac(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException exception) {
            throw new IllegalStateException(exception);
        }
    }

    private static byte[] decode(String part) {
        return Base64.getUrlDecoder().decode(part);
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * The secret that signs a folder's tokens: random, created once and kept next to the files, so that links survive a restart.
     */
    public static final class TokenSecret {
        public static final int MIN_LENGTH = 32;

        private static final String FILE = "token-secret";
        private static final int BYTES = 32;

        private TokenSecret() {}

        /** @throws UncheckedIOException with a sentence when the file cannot be read or written */
        public static String in(Path folder) {
            Path file = folder.resolve(FILE);
            try {
                if (!Files.exists(file)) {
                    PrivateFiles.write(file, random() + "\n");
                }
                String secret = Files.readString(file).strip();
                if (secret.length() < MIN_LENGTH) {
                    throw new IOException("it is shorter than " + MIN_LENGTH + " characters");
                }
                SecretRedactor.register(secret);
                return secret;
            } catch (IOException exception) {
                throw new UncheckedIOException(
                        "The token secret %s of the storage stand-in cannot be used (%s): delete it; links that were signed with it stop working."
                                .formatted(file, exception.getMessage()),
                        exception);
            }
        }

        private static String random() {
            byte[] bytes = new byte[BYTES];
            new SecureRandom().nextBytes(bytes);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        }
    }
}
