package dev.darkroom.sandbox.fal.model;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code [namespace/]owner/alias[/sub/path]}: submitted in full, polled by the app alone. */
public record FalEndpointPath(String app, String path) {
    private static final Set<String> NAMESPACES = Set.of("workflows", "comfy");

    public static Optional<FalEndpointPath> of(List<String> segments) {
        int length = !segments.isEmpty() && NAMESPACES.contains(segments.getFirst()) ? 3 : 2;
        if (segments.size() < length || segments.stream().anyMatch(String::isEmpty)) {
            return Optional.empty();
        }
        return Optional.of(new FalEndpointPath(
                String.join("/", segments.subList(0, length)),
                String.join("/", segments.subList(length, segments.size()))));
    }

    public static FalEndpointPath of(String text) {
        return of(List.of(text.split("/"))).orElseThrow(() -> new IllegalArgumentException("Not an endpoint: " + text));
    }

    /** Whether this is a user-defined workflow; any name is valid. */
    boolean isFlow() {
        return NAMESPACES.contains(app.substring(0, app.indexOf('/')));
    }

    public String text() {
        return path.isEmpty() ? app : app + "/" + path;
    }
}
