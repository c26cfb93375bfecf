package dev.darkroom.sandbox.fal;

import dev.darkroom.sandbox.http.SandboxCall;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;

/** A call to the fal.ai stand-in. */
final class FalCall extends SandboxCall {
    private final List<String> segments;

    private FalCall(Request request, HttpURI address) {
        super(request, address.getPathQuery());
        String path = Optional.ofNullable(address.getDecodedPath()).orElse("/");
        segments = Arrays.stream(path.split("/")).skip(1).toList();
    }

    /** An official client behind a proxy sends the target URL in a header. */
    static FalCall of(Request request) {
        String meant = request.getHeaders().get("x-fal-target-url");
        return new FalCall(request, meant == null ? request.getHttpURI() : HttpURI.from(meant));
    }

    /** The decoded path segments. */
    List<String> segments() {
        return segments;
    }

    /** Returns all values of a parameter, whether repeated or comma-separated. */
    List<String> queries(String name) {
        return query().getOrDefault(name, List.of()).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .filter(value -> !value.isBlank())
                .toList();
    }
}
