package dev.darkroom.sandbox.fal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.sandbox.http.SandboxReply;
import dev.darkroom.sandbox.media.SeededRandom;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** The Ed25519 key that signs webhooks. Derived from the seed, so that it survives a restart. */
final class WebhookSigningKey {
    private static final int LENGTH = 32;

    private final KeyPair pair;

    WebhookSigningKey(long seed) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(NamedParameterSpec.ED25519, new Fixed(SeededRandom.sha256("webhook " + seed)));
            this.pair = generator.generateKeyPair();
        } catch (GeneralSecurityException exception) {
            throw new IllegalStateException("Every JDK has Ed25519", exception);
        }
    }

    /** The document at {@code /.well-known/jwks.json}. */
    ObjectNode document() {
        byte[] encoded = ((EdECPublicKey) pair.getPublic()).getEncoded();
        byte[] raw = Arrays.copyOfRange(encoded, encoded.length - LENGTH, encoded.length);
        ArrayNode keys = SandboxReply.array();
        keys.addObject()
                .put("kty", "OKP")
                .put("crv", "Ed25519")
                .put("use", "sig")
                .put("alg", "EdDSA")
                .put("kid", "sandbox")
                .put("x", Base64.getUrlEncoder().withoutPadding().encodeToString(raw));
        return SandboxReply.object().set("keys", keys);
    }

    /** Returns the hexadecimal signature of request id, user id, timestamp and body hash, one per line. */
    String sign(String requestId, String userId, String timestamp, byte[] body) {
        try {
            String text = String.join(
                    "\n", requestId, userId, timestamp, HexFormat.of().formatHex(SeededRandom.sha256(body)));
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(pair.getPrivate());
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(signature.sign());
        } catch (GeneralSecurityException exception) {
            throw new IllegalStateException("The call back could not be signed", exception);
        }
    }

    /** A random source that repeats the given bytes. */
    private static final class Fixed extends SecureRandom {
        private static final long serialVersionUID = 1L;

        private final byte[] bytes;

        Fixed(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public void nextBytes(byte[] target) {
            for (int n = 0; n < target.length; n++) {
                target[n] = bytes[n % bytes.length];
            }
        }
    }
}
