package dev.darkroom.sandbox.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.sandbox.fault.FaultRates;
import dev.darkroom.sandbox.storage.StorageRoute.Auth;
import dev.darkroom.sandbox.storage.StorageRoute.Body;
import java.util.List;

/** The stand-in's own control, which the original does not have: no key, and no fault strikes it. */
final class FaultRoutes {
    static final String PATH = "/sandbox/faults";

    private final FaultSource faults;

    FaultRoutes(FaultSource faults) {
        this.faults = faults;
    }

    List<StorageRoute> routes() {
        return List.of(
                StorageRoute.get(PATH, Auth.CONTROL, _ -> StorageReply.ok(table())),
                StorageRoute.of("POST", PATH, Auth.CONTROL, Body.JSON, this::set)
                        .checking(JsonSchemaCheck.ANYTHING
                                .with("faults", JsonSchemaCheck.TEXT)
                                .require("faults")));
    }

    private StorageReply set(StorageRequest call) {
        try {
            faults.set(FaultRates.parse(call.body().path("faults").asText()));
            return StorageReply.ok(table());
        } catch (IllegalArgumentException exception) {
            throw ApiError.schema(String.valueOf(exception.getMessage()));
        }
    }

    private ObjectNode table() {
        return JsonMapping.MAPPER.createObjectNode().put("faults", faults.get().text());
    }
}
