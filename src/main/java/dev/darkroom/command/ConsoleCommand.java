package dev.darkroom.command;

import dev.darkroom.app.AppDirectories;
import dev.darkroom.app.ConnectionProfile;
import dev.darkroom.app.ConnectionResolver;
import dev.darkroom.app.ConsoleApplication;
import dev.darkroom.app.UserSettings;
import dev.darkroom.app.UserSettingsFile;
import dev.darkroom.command.CommandSession.ConnectionOptions;
import dev.darkroom.command.CommandSession.ConnectionOptions.LogShareOption;
import dev.darkroom.logging.LoggingService;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Opens the window, like Darkroom without a command, but with a choice of connection. */
@Command(
        name = "console",
        mixinStandardHelpOptions = true,
        description = "Opens the window with a connection.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  darkroom console",
            "  darkroom console --connection env",
            "  DARKROOM_READ_ONLY=true darkroom console --connection env"
        })
public final class ConsoleCommand implements Callable<Integer> {
    @Mixin
    ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    LogShareOption sharing = new LogShareOption();

    @Override
    public Integer call() {
        AppDirectories folders = AppDirectories.standard();
        UserSettingsFile settings = new UserSettingsFile(folders.settingsFile());
        // Built-in connections open with default settings: an error would not be seen when started from a menu.
        UserSettings chosenBefore =
                ConnectionProfile.builtIn(connection.name).isPresent() ? settings.loadOrDefault() : settings.load();
        chosenBefore.language().use();
        ConnectionResolver.Chosen chosen = sharing.over(connection.choose(folders, chosenBefore));
        try (LoggingService logging = CommandSession.log(folders, false)) {
            new ConsoleApplication(chosen, folders, logging, settings).run();
        } catch (UnsupportedOperationException noToolkit) {
            throw new IllegalStateException(
                    "The window cannot open here (" + noToolkit.getMessage()
                            + "): on Linux it needs a display and GTK 3"
                            + " (libgtk-3-0 on Debian, gtk3 on Fedora); the commands demo, engine and logs need neither.",
                    noToolkit);
        }
        return 0;
    }
}
