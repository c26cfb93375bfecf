package dev.darkroom.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.app.Connection;
import dev.darkroom.app.Connections;
import dev.darkroom.app.Secrets;
import dev.darkroom.http.TlsRequirement;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class TlsOptionTest {
    private static final Connections.Chosen CHOSEN = new Connections.Chosen(
            new Connection(
                    "staging",
                    Connection.Kind.CUSTOM,
                    "postgresql://db.example/app",
                    "https://abc.supabase.co",
                    "media",
                    Connection.FAL_URL,
                    Connection.FAL_API_URL,
                    "#22c55e",
                    false,
                    false,
                    false,
                    TlsRequirement.UNVERIFIED),
            Secrets.NONE);

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
