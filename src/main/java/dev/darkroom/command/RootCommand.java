package dev.darkroom.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code darkroom} itself. Exit codes: 0 done, 1 the command's own "no", 2 wrong use or something that must be fixed first. */
@Command(
        name = "darkroom",
        mixinStandardHelpOptions = true,
        description = "The console of a media-generation service, and its tools for the terminal.",
        synopsisSubcommandLabel = "[COMMAND]",
        subcommands = SandboxCommand.class)
public final class RootCommand implements Runnable {
    @SuppressWarnings("NullAway.Init") // picocli sets it
    @Spec
    private CommandSpec spec;

    /** Ready to execute arguments. */
    public static CommandLine line() {
        return new CommandLine(new RootCommand());
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
