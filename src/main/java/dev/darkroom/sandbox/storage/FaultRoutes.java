package dev.darkroom.sandbox.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.http.JsonMapping;
import dev.darkroom.sandbox.Faults;
import dev.darkroom.sandbox.storage.Route.Auth;
import dev.darkroom.sandbox.storage.Route.Body;
import java.util.List;

/** The stand-in's own control, which the original does not have: no key, and no fault strikes it. */
final class FaultRoutes {
    static final String PATH = "/sandbox/faults";

    private final FaultSource faults;

    FaultRoutes(FaultSource faults) {
        this.faults = faults;
    }

    List<Route> routes() {
        return List.of(
                Route.get(PATH, Auth.CONTROL, _ -> Reply.ok(table())),
                Route.of("POST", PATH, Auth.CONTROL, Body.JSON, this::set)
                        .checking(Schema.ANYTHING.with("faults", Schema.TEXT).require("faults")));
    }

    private Reply set(Call call) {
        try {
            faults.set(Faults.parse(call.body().path("faults").asText()));
            return Reply.ok(table());
        } catch (IllegalArgumentException exception) {
            throw ApiError.schema(String.valueOf(exception.getMessage()));
        }
    }

    private ObjectNode table() {
        return JsonMapping.MAPPER.createObjectNode().put("faults", faults.get().text());
    }
}
