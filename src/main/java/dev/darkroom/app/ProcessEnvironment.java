package dev.darkroom.app;

import java.util.Map;
import java.util.Optional;

/** The environment variables of this process or of a test. An empty variable counts as unset. */
public record ProcessEnvironment(Map<String, String> variables) {
    public ProcessEnvironment {
        variables = Map.copyOf(variables);
    }

    public static ProcessEnvironment ofProcess() {
        return new ProcessEnvironment(System.getenv());
    }

    public Optional<String> get(String name) {
        return Optional.ofNullable(variables.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** Names only, since values contain keys. */
    @Override
    public String toString() {
        return "Environment" + variables.keySet();
    }
}
