package dev.darkroom;

import dev.darkroom.command.RootCommand;

/** Entry point: the console without arguments, else one of the commands. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(RootCommand.line().execute(args));
    }
}
