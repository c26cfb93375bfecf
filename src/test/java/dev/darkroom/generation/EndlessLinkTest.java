package dev.darkroom.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.database.TestDatabase;
import dev.darkroom.database.writer.GroupCommitWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Times written by another program that are outside of any calendar. */
class EndlessLinkTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static SeededGenerations seed;

    @BeforeAll
    static void seed() {
        seed = new SeededGenerations(DATABASE.get()).engines().users("ana");
    }

    @ParameterizedTest
    @CsvSource({
        "infinity, 9999-12-31 00:00:00.000 +00:00",
        "-infinity, 0001-01-01 00:00:00.000 +00:00",
        "294276-12-31 23:59:59+00, 9999-12-31 00:00:00.000 +00:00",
        "4713-01-01 00:00:00+00 BC, 0001-01-01 00:00:00.000 +00:00"
    })
    void a_link_that_ends_outside_of_the_calendar_is_read_shown_and_measured(String expiry, String shown) {
        UUID id = seed.one(
                "ana",
                "fal-ai/flux/dev",
                4,
                Duration.ofHours(1),
                "status = 'COMPLETED', finished_at = now(), media_path = 'ana/x.png',"
                        + " media_url = 'https://ref.supabase.co/x', media_url_expires_at = '" + expiry + "'");
        try (GroupCommitWriter writer = GroupCommitWriter.open(DATABASE.settings(), 1)) {
            Generation generation =
                    new GenerationRepository(DATABASE.get(), writer).find(id).orElseThrow();
            Instant expires = Objects.requireNonNull(generation.media().urlExpiresAt());

            assertThat(ValueFormats.utc().absolute(expires)).isEqualTo(shown);
            assertThat(Duration.between(Instant.now(), expires).toMillis()).isNotZero();
        }
    }
}
