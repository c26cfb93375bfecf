package dev.darkroom.chaos;

import dev.darkroom.Main;
import dev.darkroom.system.JavaCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Darkroom as a separate process, started as a user would, and the signals it can be sent. */
final class DarkroomProcess {
    /** Shorter than what a slow store takes, see {@link FaultPlan.Kind#SLOW_UPLOADS}; renewed with each heartbeat. */
    static final Duration LEASE = Duration.ofSeconds(20);

    private DarkroomProcess() {}

    static Process start(Path output, Map<String, String> environment, List<String> arguments) throws IOException {
        List<String> command = JavaCommand.of(
                List.of("-Xmx512m", "-Ddarkroom.lease=" + LEASE.toSeconds()),
                Main.class,
                arguments.toArray(String[]::new));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        return builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .start();
    }

    static void signal(Process process, String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    static void kill(Process process) throws IOException, InterruptedException {
        signal(process, "KILL");
        process.waitFor();
    }
}
