package dev.darkroom.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.app.ConnectionProfile;
import dev.darkroom.app.ConnectionResolver;
import dev.darkroom.app.ConnectionSecrets;
import dev.darkroom.command.CommandSession.ConnectionOptions.TlsOption;
import dev.darkroom.http.outbound.TlsRequirement;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class ConnectionOptionsTest {
    private static final ConnectionResolver.Chosen CHOSEN = new ConnectionResolver.Chosen(
            new ConnectionProfile(
                    "staging",
                    ConnectionProfile.Kind.CUSTOM,
                    "postgresql://db.example/app",
                    "https://abc.supabase.co",
                    "media",
                    ConnectionProfile.FAL_URL,
                    ConnectionProfile.FAL_API_URL,
                    ConnectionProfile.Stage.STAGING,
                    false,
                    false,
                    false,
                    TlsRequirement.UNVERIFIED),
            ConnectionSecrets.NONE);

    @Test
    void a_word_on_the_command_line_stands_above_the_one_of_the_connection() {
        assertThat(tls("--tls", "off")).isEqualTo(TlsRequirement.OFF);
        assertThat(tls("--tls", "verified")).isEqualTo(TlsRequirement.VERIFIED);
        assertThat(tls()).isEqualTo(TlsRequirement.UNVERIFIED);
    }

    @Test
    void another_word_is_refused_with_those_that_there_are() {
        for (Object command : new Object[] {new EngineCommand(), new ConsoleCommand(), new LogsCommand()}) {
            assertThatThrownBy(() -> CommandLine.populateCommand(command, "--tls", "maybe"))
                    .isInstanceOf(ParameterException.class)
                    .hasMessageContaining("must be one of verified, unverified, off, not \"maybe\"");
        }
    }

    private static TlsRequirement tls(String... arguments) {
        return CommandLine.populateCommand(new TlsOption(), arguments)
                .over(CHOSEN)
                .connection()
                .tls();
    }
}
