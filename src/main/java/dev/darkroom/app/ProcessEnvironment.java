package dev.darkroom.app;

import java.util.Map;
import java.util.Optional;

/** The environment variables of this process, or those a test gives. An empty variable counts as not set. */
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

    /** Names only: the values hold keys. */
    @Override
    public String toString() {
        return "Environment" + variables.keySet();
    }
}
