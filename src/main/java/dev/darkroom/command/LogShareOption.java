package dev.darkroom.command;

import dev.darkroom.app.ConnectionResolver;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether the log of this process also goes to the database of the connection. */
final class LogShareOption {
    @Option(
            names = "--share-logs",
            negatable = true,
            description = "whether this log is also copied to the log of all engines in the database"
                    + " (default: as the connection says; not on the sandbox)")
    @Nullable
    Boolean share;

    ConnectionResolver.Chosen over(ConnectionResolver.Chosen chosen) {
        return share == null
                ? chosen
                : new ConnectionResolver.Chosen(chosen.connection().sharingLogs(share), chosen.secrets());
    }
}
