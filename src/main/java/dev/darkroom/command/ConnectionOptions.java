package dev.darkroom.command;

import dev.darkroom.app.AppDirectories;
import dev.darkroom.app.ConnectionProfile;
import dev.darkroom.app.ConnectionResolver;
import dev.darkroom.app.ProcessEnvironment;
import dev.darkroom.app.UserSettings;
import dev.darkroom.http.outbound.TlsRequirement;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of all commands that use a connection. */
final class ConnectionOptions {
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
