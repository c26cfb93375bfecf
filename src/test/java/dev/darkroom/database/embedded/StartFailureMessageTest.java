package dev.darkroom.database.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.database.DatabaseException;
import dev.darkroom.database.TestServer;
import dev.darkroom.database.embedded.PostgresServerSupervisor.StartFailureMessage;
import dev.darkroom.message.FailureTranslation;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartFailureMessageTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2026-11-24 08:00:00.000 UTC [7] FATAL:  could not write lock file: No space left on device | free some space
            FATAL:  could not map anonymous shared memory: Cannot allocate memory                      | close other programs
            unshare: failed to execute /cache/bin/postgres: No such file or directory                  | it is unpacked again
            error while loading shared libraries: libssl.so.1.1                                        | it is unpacked again
            2026-11-24 08:00:00.000 UTC [7] PANIC:  could not locate a valid checkpoint record         | is damaged (could not locate a valid checkpoint record)
            """)
    void the_servers_last_words_become_a_sentence_that_names_the_fix(String words, String sentence) {
        PostgresBinaries binaries = PostgresBinaries.in(TestServer.CACHE, _ -> {});
        DatabaseException failure =
                StartFailureMessage.of(new PostgresDataFolder(Path.of("/data/postgres")), binaries, words);
        assertThat(failure)
                .hasMessageContaining(sentence)
                .hasMessageContaining(
                        sentence.contains("unpacked") ? binaries.home().toString() : "/data/postgres");
        FailureTranslation.assertComplete(failure);
    }
}
