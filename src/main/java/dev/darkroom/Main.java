package dev.darkroom;

import dev.darkroom.command.DarkroomCommand;
import dev.darkroom.command.LogsCommand;
import java.awt.GraphicsEnvironment;
import java.util.Arrays;
import java.util.Locale;

/** Entry point: the console without arguments, else one of the commands. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        if (args.length > 0 && args[0].equals("logs")) {
            // Handled separately, so that only the classes needed for reading a file are loaded.
            int code = LogsCommand.run(Arrays.copyOfRange(args, 1, args.length));
            if (code != 0) {
                System.exit(code);
            }
            // Only the reader's threads are left, which do not keep the JVM alive; System.exit would load a logger.
            return;
        }
        System.exit(args.length > 0 ? DarkroomCommand.line().execute(args) : console());
    }

    private static int console() {
        if (hasDisplay()) {
            return DarkroomCommand.line().execute("console");
        }
        System.err.println(
                "There is no display here, so Darkroom runs its demo in the terminal instead of opening the window.");
        return DarkroomCommand.line().execute("demo");
    }

    private static boolean hasDisplay() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        boolean linux = system.contains("linux") || system.contains("bsd");
        return linux ? System.getenv("DISPLAY") != null : !GraphicsEnvironment.isHeadless();
    }
}
