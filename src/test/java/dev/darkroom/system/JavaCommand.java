package dev.darkroom.system;

import dev.darkroom.Main;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line with which a test starts one of its classes as a separate process. Tuned for startup rather than throughput,
 * since such a process lives for seconds.
 */
public final class JavaCommand {
    private JavaCommand() {}

    /** The program itself, with the arguments that a person would give it. */
    public static List<String> program(String... arguments) {
        return of(List.of(), Main.class, arguments);
    }

    public static List<String> of(List<String> options, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED"));
        command.addAll(options);
        command.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }
}
