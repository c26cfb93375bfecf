package dev.darkroom.sandbox.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.sandbox.fault.FaultInjector;
import dev.darkroom.sandbox.fault.FaultRates;
import dev.darkroom.sandbox.http.SandboxReply;
import dev.darkroom.sandbox.http.SandboxServer;
import dev.darkroom.sandbox.storage.object.StorageObjectStore;
import dev.darkroom.sandbox.storage.object.UploadSizeLimits;
import dev.darkroom.sandbox.storage.route.StorageRouter;
import dev.darkroom.sandbox.storage.token.CallerTokens;
import dev.darkroom.sandbox.storage.token.TokenSigner;
import dev.darkroom.sandbox.storage.token.TokenSigner.TokenSecret;
import dev.darkroom.sandbox.storage.token.UrlSignatures;
import dev.darkroom.secret.SecretRedactor;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * A stand-in for Supabase Storage on 127.0.0.1, with its paths, headers, statuses, bodies and real HS256 tokens. It serves the
 * API under {@code /storage/v1} and at the root, and keeps its files in a folder, so they survive a restart. For omissions see
 * the package {@code sandbox.storage}.
 *
 * <p>Row-level security: the service role may do everything, a user's token only access the folder named after its {@code sub},
 * and the anonymous key only read public buckets.
 */
public final class StorageSandbox implements AutoCloseable {
    /** The default secret of self-hosted projects. Anyone can sign tokens with it, so it is used only on request. */
    public static final String DEMO_SECRET = "your-super-secret-jwt-token-with-at-least-32-characters-long";

    private final TokenSigner tokens;
    private final StorageObjectStore store;
    private final FaultInjector faults;
    private final SandboxServer server;

    private StorageSandbox(Builder builder) {
        faults = new FaultInjector(builder.seed, builder.faults);
        store = new StorageObjectStore(builder.folder);
        try {
            // while holding the folder, so that two stand-ins cannot create two secrets
            String secret = builder.secret.orElseGet(() -> TokenSecret.in(builder.folder));
            SecretRedactor.register(secret);
            tokens = new TokenSigner(secret, InstantSource.system());
            server = new SandboxServer("Supabase Storage", builder.port);
        } catch (RuntimeException exception) {
            store.close();
            throw exception;
        }
        CallerTokens keys = new CallerTokens(tokens, builder.secretKey, builder.publishableKey);
        server.start(new StorageRouter(
                store, keys, new UrlSignatures(tokens), new UploadSizeLimits(builder.maxBytes), faults));
    }

    /** @param folder where the files are kept; created if missing, used by one stand-in at a time */
    public static Builder in(Path folder) {
        return new Builder(folder);
    }

    /** The API's URL, ending with {@code /storage/v1}. */
    public URI url() {
        return URI.create(server.url() + "/storage/v1");
    }

    /** An unrestricted key that never expires. */
    public String serviceKey() {
        return key("service_role", Optional.empty());
    }

    public String anonKey() {
        return key("anon", Optional.empty());
    }

    /** The token of a signed-in user. */
    public String userKey(String sub) {
        return key("authenticated", Optional.of(sub));
    }

    private String key(String role, Optional<String> sub) {
        ObjectNode claims = SandboxReply.object().put("iss", "supabase-demo").put("role", role);
        sub.ifPresent(user -> claims.put("sub", user));
        String key = tokens.sign(claims);
        SecretRedactor.register(key);
        return key;
    }

    /** Sets the fault rates from the next request on. */
    public void setFaults(FaultRates rates) {
        faults.set(rates);
    }

    public FaultRates faults() {
        return faults.rates();
    }

    /** The number of objects in all buckets. */
    public long objectCount() {
        return store.count();
    }

    /** The total size of all objects. */
    public long byteCount() {
        return store.bytes();
    }

    /** Returns the keys in a bucket in order; empty when there is no such bucket. */
    public List<String> keys(String bucket) {
        return store.keys(bucket);
    }

    /** The file on disk that holds the bytes of an object. */
    public Optional<Path> file(String bucket, String key) {
        return store.file(bucket, key);
    }

    @Override
    public void close() {
        server.close();
        store.close();
    }

    /** Options, all with working defaults. */
    public static final class Builder {
        private final Path folder;
        private int port;
        private Optional<String> secret = Optional.empty();
        private FaultRates faults = FaultRates.NONE;
        private long seed = 1;
        private long maxBytes = UploadSizeLimits.DEFAULT.maxBytes();
        private Optional<String> secretKey = Optional.empty();
        private Optional<String> publishableKey = Optional.empty();

        private Builder(Path folder) {
            this.folder = folder;
        }

        /** Sets the port; 0 picks a free one. */
        public Builder port(int number) {
            port = number;
            return this;
        }

        /** Sets the secret that signs and verifies all tokens; by default a random one kept in the folder. */
        public Builder secret(String jwtSecret) {
            if (jwtSecret.getBytes(StandardCharsets.UTF_8).length < TokenSecret.MIN_LENGTH) {
                throw new IllegalArgumentException("The JWT secret must have at least 32 characters.");
            }
            secret = Optional.of(jwtSecret);
            return this;
        }

        public Builder faults(FaultRates rates) {
            faults = rates;
            return this;
        }

        /** Sets the seed: the same seed and the same requests in the same order give the same faults. */
        public Builder seed(long number) {
            seed = number;
            return this;
        }

        /** Sets the maximum file size in bytes; 50 MiB by default. */
        public Builder maxBytes(long bytes) {
            maxBytes = bytes;
            return this;
        }

        /** Accepts an {@code sb_secret_...} key as the service role and an {@code sb_publishable_...} key as anonymous. */
        public Builder opaqueKeys(String secretOne, String publishableOne) {
            secretKey = Optional.of(secretOne);
            publishableKey = Optional.of(publishableOne);
            return this;
        }

        /**
         * Starts the stand-in, which accepts requests once this returns.
         *
         * @throws IllegalStateException with a sentence when the port is in use
         * @throws java.io.UncheckedIOException with a sentence when the folder is in use
         */
        public StorageSandbox start() {
            return new StorageSandbox(this);
        }
    }
}
