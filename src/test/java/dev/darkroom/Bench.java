package dev.darkroom;

import dev.darkroom.generation.EngineBench;

/** Starts the benchmark that {@code mvn -Pbench verify -Dbench=NAME} names. */
final class Bench {
    private Bench() {}

    public static void main(String[] arguments) throws Exception {
        String name = arguments.length == 0 ? "" : arguments[0];
        switch (name) {
            case "engine" -> EngineBench.run();
            default -> throw new IllegalArgumentException("There is no benchmark \"" + name + "\"; there is: engine.");
        }
    }
}
