package dev.darkroom.command;

import dev.darkroom.app.SettingsException;
import dev.darkroom.database.DatabaseException;
import dev.darkroom.secret.SecretRedactor;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The root of the command line; without a command Darkroom opens its console. */
@Command(
        name = "darkroom",
        mixinStandardHelpOptions = true,
        versionProvider = DarkroomCommand.Version.class,
        description = "A console for operators of a media-generation service. Without a command, it opens the window.",
        subcommands = {
            ConsoleCommand.class,
            DemoCommand.class,
            DoctorCommand.class,
            EngineCommand.class,
            LogsCommand.class,
            SandboxCommand.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  darkroom",
            "  darkroom demo --count 50",
            "  darkroom doctor --connection env",
            "  darkroom logs backend.log --category STORAGE --level WARNING",
            "  darkroom sandbox --fal-port 7001 --storage-port 7002"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:success",
            "1:negative result (see the command)",
            "2:invalid usage or failure, explained in one sentence"
        })
public final class DarkroomCommand {
    private DarkroomCommand() {}

    /** Ready to execute. Failures print one sentence to standard error and give exit code 2. */
    public static CommandLine line() {
        CommandLine line = new CommandLine(new DarkroomCommand());
        line.getSubcommands()
                .values()
                .forEach(command -> command.getCommandSpec().versionProvider(new Version()));
        return line.setUsageHelpWidth(110).setExecutionExceptionHandler((failure, command, _) -> {
            command.getErr().println(command.getColorScheme().errorText(sentence(failure)));
            return 2;
        });
    }

    private static String sentence(Exception failure) {
        String message = failure.getMessage();
        boolean forPeople = failure instanceof SettingsException
                || failure instanceof DatabaseException
                || failure instanceof IllegalArgumentException
                || failure instanceof IllegalStateException
                || failure instanceof java.io.UncheckedIOException;
        return SecretRedactor.text(forPeople && message != null ? message : "Darkroom failed: " + failure);
    }

    /** Provides the version of the module. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            var descriptor = DarkroomCommand.class.getModule().getDescriptor();
            return new String[] {
                "Darkroom " + (descriptor == null ? "" : descriptor.rawVersion().orElse(""))
            };
        }
    }
}
