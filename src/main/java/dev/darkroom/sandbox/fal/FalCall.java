package dev.darkroom.sandbox.fal;

import dev.darkroom.sandbox.http.SandboxCall;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;

/** A call to the fal.ai stand-in. */
final class FalCall extends SandboxCall {
    /**
     * The host of direct calls, its backup, and a name of this machine for clients whose host can be set; {@code queue.fal.run}
     * is the queue's.
     */
    private static final Set<String> DIRECT_HOSTS = Set.of("fal.run", "falrun.com", "fal.run.localhost");

    private final List<String> segments;
    private final boolean direct;

    private FalCall(Request request, HttpURI address) {
        super(request, address.getPathQuery());
        String path = Optional.ofNullable(address.getDecodedPath()).orElse("/");
        segments = Arrays.stream(path.split("/")).skip(1).toList();
        direct = Optional.ofNullable(address.getHost())
                .filter(host -> DIRECT_HOSTS.contains(host.toLowerCase(Locale.ROOT)))
                .isPresent();
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

    /** Whether the caller means the host whose answer is the model's own, without the queue. */
    boolean isDirect() {
        return direct;
    }

    /** Returns all values of a parameter, whether repeated or comma-separated. */
    List<String> queries(String name) {
        return query().getOrDefault(name, List.of()).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .filter(value -> !value.isBlank())
                .toList();
    }
}
