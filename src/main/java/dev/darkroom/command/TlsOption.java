package dev.darkroom.command;

import dev.darkroom.app.ConnectionResolver;
import dev.darkroom.http.outbound.TlsRequirement;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What connections to services on other machines require, overriding the connection profile. */
final class TlsOption {
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
