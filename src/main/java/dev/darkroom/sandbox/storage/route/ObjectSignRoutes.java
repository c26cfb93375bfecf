package dev.darkroom.sandbox.storage.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.sandbox.http.SandboxReply;
import dev.darkroom.sandbox.http.SandboxReply.Answer;
import dev.darkroom.sandbox.http.UriEncoding;
import dev.darkroom.sandbox.storage.object.ObjectNameRules;
import dev.darkroom.sandbox.storage.object.StorageObjectStore;
import dev.darkroom.sandbox.storage.reply.JsonSchemaCheck;
import dev.darkroom.sandbox.storage.reply.StorageError;
import dev.darkroom.sandbox.storage.reply.StorageReply;
import dev.darkroom.sandbox.storage.route.StorageRoute.Auth;
import dev.darkroom.sandbox.storage.route.StorageRoute.Body;
import dev.darkroom.sandbox.storage.token.UrlSignatures;
import java.util.List;

/** Creates signed URLs. Images are not transformed here: {@code transform} is checked and has no effect. */
final class ObjectSignRoutes {
    private static final JsonSchemaCheck SINGLE = JsonSchemaCheck.object("expiresIn!:1..")
            .with(
                    "transform",
                    JsonSchemaCheck.object("height:0.. width:0.. resize:cover|contain|fill format:origin|avif|webp"
                            + " quality:20..100 gravity:no|so|ea|we|noea|nowe|soea|sowe|ce|sm|fp"));
    private static final JsonSchemaCheck BATCH = JsonSchemaCheck.object("expiresIn!:1.. transform:object paths!:list")
            .with("paths", JsonSchemaCheck.texts(1, 1000));

    /** Beyond this, milliseconds exceed JavaScript's safe integers. */
    private static final long MAX_EXPIRY = ((1L << 53) - 1) / 1000;
    /** As on the hosted service; not selectable by the caller. */
    private static final long UPLOAD_LIFE = 7200;

    private final StorageObjectStore store;
    private final UrlSignatures signatures;
    private final StorageFaults faults;

    ObjectSignRoutes(StorageObjectStore store, UrlSignatures signatures, StorageFaults faults) {
        this.store = store;
        this.signatures = signatures;
        this.faults = faults;
    }

    List<StorageRoute> routes() {
        return List.of(
                StorageRoute.of("POST", "/object/sign/:bucket", Auth.REQUIRED, Body.JSON, this::batch)
                        .checking(BATCH),
                StorageRoute.of("POST", "/object/sign/:bucket/*", Auth.REQUIRED, Body.JSON, this::single)
                        .checking(SINGLE),
                StorageRoute.of("POST", "/object/upload/sign/:bucket/*", Auth.REQUIRED, Body.JSON, this::upload));
    }

    /**
     * The token covers the path as sent, with some escapes remaining: a fully encoded key gets a token that opens nothing, as
     * on the original.
     */
    private Answer single(StorageCall call) {
        ObjectNameRules.checkBucket(call.bucket());
        ObjectNameRules.checkKey(call.key());
        store.visible(call.caller(), call.bucket(), call.key());
        long life = life(call);
        try {
            String path = UriEncoding.decodeUri(call.rawPath().substring("/object/sign/".length()));
            return StorageReply.ok(SandboxReply.object().put("signedURL", url(path, life)));
        } catch (UriEncoding.Malformed exception) {
            throw new IllegalStateException("the router lets no malformed path through", exception);
        }
    }

    private Answer batch(StorageCall call) {
        ObjectNameRules.checkBucket(call.bucket());
        long life = life(call);
        ArrayNode answer = SandboxReply.array();
        for (JsonNode path : call.body().path("paths")) {
            String key = path.asText();
            boolean seen = store.object(call.bucket(), key)
                    .filter(_ -> call.caller().mayTouch(key))
                    .isPresent();
            ObjectNode line = answer.addObject();
            line.put("error", seen ? null : "Either the object does not exist or you do not have access to it");
            line.put("path", key).put("signedURL", seen ? url(call.bucket() + "/" + key, life) : null);
        }
        return StorageReply.ok(answer);
    }

    private Answer upload(StorageCall call) {
        ObjectNameRules.checkBucket(call.bucket());
        store.checkCreate(call.caller(), call.bucket(), call.key(), call.isUpsert());
        String path = call.path();
        String token = signatures.upload(path, call.caller().sub(), call.isUpsert(), UPLOAD_LIFE);
        return StorageReply.ok(SandboxReply.object()
                .put("url", "/object/upload/sign/" + path + "?token=" + token)
                .put("token", token));
    }

    private String url(String path, long life) {
        return "/object/sign/" + path + "?token=" + signatures.download(path, life);
    }

    private long life(StorageCall call) {
        long life = call.body().path("expiresIn").asLong();
        if (life > MAX_EXPIRY - signatures.now()) {
            throw StorageError.PARAMETER.refusal("expiresIn");
        }
        return faults.expiresAtOnce(call) ? -1 : life;
    }
}
