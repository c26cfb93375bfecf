package dev.darkroom.system;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Shows a desktop notification, using the notification program of the desktop. */
public final class DesktopNotification {
    private static final int TIMEOUT_SECONDS = 3;

    private DesktopNotification() {}

    /** Blocks for a few seconds at most; false if the desktop did not show it. */
    public static boolean show(String title, String text) {
        return command(System.getProperty("os.name", "").toLowerCase(Locale.ROOT), title, text)
                .filter(DesktopNotification::run)
                .isPresent();
    }

    /** @param system the name of the operating system in lower case */
    static Optional<List<String>> command(String system, String title, String text) {
        if (system.contains("linux")) {
            return Optional.of(List.of("notify-send", "--app-name=Darkroom", "--", title, text));
        }
        return system.contains("mac")
                ? Optional.of(List.of(
                        "osascript",
                        "-e",
                        "on run words",
                        "-e",
                        "display notification (item 2 of words) with title (item 1 of words)",
                        "-e",
                        "end run",
                        title,
                        text))
                : Optional.empty();
    }

    private static boolean run(List<String> command) {
        try {
            Process process = ChildEnvironment.process(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            if (process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                return process.exitValue() == 0;
            }
            process.destroyForcibly();
            return false;
        } catch (IOException _) {
            return false; // the program does not exist
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
