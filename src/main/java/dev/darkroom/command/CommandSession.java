package dev.darkroom.command;

import dev.darkroom.app.AppDirectories;
import dev.darkroom.app.ConnectionProfile;
import dev.darkroom.app.ConnectionResolver;
import dev.darkroom.app.ProcessEnvironment;
import dev.darkroom.app.UserSettings;
import dev.darkroom.http.outbound.TlsRequirement;
import dev.darkroom.logging.LogSettings;
import dev.darkroom.logging.LoggingService;
import dev.darkroom.message.CodedError;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.system.PrivateFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** Code shared by the commands that run the engine: the log of the process and progress in the terminal. */
final class CommandSession {
    private static final Logger LOG = LoggerFactory.getLogger(CommandSession.class);

    private CommandSession() {}

    /**
     * Starts logging; also closes Darkroom's folders to other users.
     *
     * @param terminal whether log lines also go to standard output
     */
    static LoggingService log(AppDirectories folders, boolean terminal) {
        List<String> open = folders.claim();
        LogSettings settings = LogSettings.in(folders.logs()).withColours(LoggingService.terminalWantsColours());
        LoggingService logging = LoggingService.start(terminal ? settings : settings.withTerminal(null));
        open.forEach(LOG::warn);
        return logging;
    }

    /** @throws ParameterException if the folder of the file that an option names does not exist */
    static void requireFolder(Path file, String option, CommandLine command) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new ParameterException(command, "The folder of " + option + " does not exist: " + folder);
        }
    }

    /** @throws IllegalStateException with a sentence if the file cannot be written */
    static void write(Path file, String text) {
        try (OutputStream out = PrivateFiles.newOutputStream(file)) {
            out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException exception) {
            throw new IllegalStateException(
                    "The file " + file + " cannot be written: "
                            + CodedError.of(exception).english(),
                    exception);
        }
    }

    /** Prints progress to standard error, so that standard output contains only the result. */
    static void note(CodedMessage message) {
        note(message.english());
    }

    static void note(String sentence) {
        System.err.println(sentence + " …");
    }

    /** The options of all commands that use a connection. */
    static final class ConnectionOptions {
        @Option(
                names = "--connection",
                defaultValue = ConnectionProfile.SANDBOX,
                paramLabel = "NAME",
                description = "sandbox, env (from the environment) or one of the settings (default ${DEFAULT-VALUE})")
        String name = ConnectionProfile.SANDBOX;

        @Mixin
        TlsOption tls = new TlsOption();

        ConnectionResolver.Chosen choose(AppDirectories folders, UserSettings settings) {
            return tls.over(new ConnectionResolver(folders, settings, ProcessEnvironment.ofProcess()).choose(name));
        }

        /** What connections to services on other machines require, overriding the connection profile. */
        static final class TlsOption {
            @Option(
                    names = "--tls",
                    paramLabel = "WORD",
                    converter = Word.class,
                    description =
                            "TLS to other machines: verified, unverified (the database may present any certificate) or off"
                                    + " (passwords and keys travel unencrypted) (default: as the connection says)")
            @Nullable
            TlsRequirement tls;

            ConnectionResolver.Chosen over(ConnectionResolver.Chosen chosen) {
                return tls == null ? chosen : chosen.withTls(tls);
            }

            static final class Word implements ITypeConverter<TlsRequirement> {
                @Override
                public TlsRequirement convert(String word) {
                    return TlsRequirement.of(word)
                            .orElseThrow(() -> new TypeConversionException(
                                    "must be one of " + TlsRequirement.WORDS + ", not \"" + word + "\""));
                }
            }
        }

        /** Whether the log of this process also goes to the database of the connection. */
        static final class LogShareOption {
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
    }
}
