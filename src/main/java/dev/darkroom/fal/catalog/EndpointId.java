package dev.darkroom.fal.catalog;

import dev.darkroom.message.RefusedInputException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The name of a model at fal.ai: {@code owner/alias[/sub/path]}, with the prefix {@code workflows/} or {@code comfy/} for those
 * namespaces. A job is submitted under the full name and polled under {@link #app()}.
 */
public record EndpointId(String path) {
    private static final Set<String> NAMESPACES = Set.of("workflows", "comfy");
    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*");
    private static final Pattern OLD_FORM = Pattern.compile("(\\d+)-([A-Za-z0-9._-]+)");

    /** Throws {@link IllegalArgumentException} with a sentence when the path is not a valid model name. */
    public EndpointId {
        path = OLD_FORM.matcher(path.strip()).matches()
                ? OLD_FORM.matcher(path.strip()).replaceFirst("$1/$2")
                : path.strip();
        List<String> parts = List.of(path.split("/", -1));
        if (parts.size() < (NAMESPACES.contains(parts.getFirst()) ? 3 : 2)
                || !parts.stream().allMatch(part -> SEGMENT.matcher(part).matches())) {
            throw new RefusedInputException("model.form", path);
        }
    }

    /** Returns {@code [namespace/]owner/alias}, the path of a job's status, result and cancel URLs. */
    public String app() {
        List<String> parts = List.of(path.split("/"));
        return String.join("/", parts.subList(0, NAMESPACES.contains(parts.getFirst()) ? 3 : 2));
    }

    @Override
    public String toString() {
        return path;
    }
}
