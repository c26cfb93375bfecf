package dev.darkroom.sandbox.storage.route;

import dev.darkroom.sandbox.http.SandboxReply.Answer;
import dev.darkroom.sandbox.storage.reply.JsonSchemaCheck;
import dev.darkroom.sandbox.storage.reply.StorageError;
import dev.darkroom.sandbox.storage.reply.StorageReply;
import dev.darkroom.sandbox.storage.route.StorageRoute.Auth;
import dev.darkroom.sandbox.storage.route.StorageRoute.Body;
import java.util.List;
import java.util.function.Function;

/** Purges the cache in front of the service. There is none here, so only the caller is checked. */
final class CacheRoutes {
    List<StorageRoute> routes() {
        return List.of(
                route("/cdn", CacheRoutes::purge),
                route("/cdn/:bucket", CacheRoutes::purge),
                route("/cdn/:bucket/*", CacheRoutes::purgeObject));
    }

    private static StorageRoute route(String path, Function<StorageCall, Answer> handler) {
        return StorageRoute.of("DELETE", path, Auth.REQUIRED, Body.JSON, handler)
                .query(JsonSchemaCheck.object("transformations:flag"));
    }

    private static Answer purgeObject(StorageCall call) {
        if (call.key().isEmpty()) {
            throw StorageError.SCHEMA.refusal("params/* must NOT have fewer than 1 characters");
        }
        return purge(call);
    }

    private static Answer purge(StorageCall call) {
        if (!call.caller().isService()) {
            throw StorageError.WRONG_ROLE.refusal();
        }
        return StorageReply.message("success");
    }
}
