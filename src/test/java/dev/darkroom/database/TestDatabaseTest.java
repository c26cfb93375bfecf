package dev.darkroom.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TestDatabaseTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    record Line(int smallNumber, Instant whenSeen, UUID id) {}

    @Test
    void sessions_are_not_in_utc_and_instants_survive_that() {
        Instant now = Instant.parse("2026-11-24T10:15:30.123456Z");
        UUID id = UUID.randomUUID();
        DATABASE.get().useTransaction(handle -> {
            assertThat(handle.createQuery("show timezone").mapTo(String.class).one())
                    .isEqualTo("Asia/Kathmandu");
            Line line = handle.createQuery(
                            "select 7 as small_number, cast(:now as timestamptz) as when_seen, :id as id")
                    .bind("now", now)
                    .bind("id", id)
                    .mapTo(Line.class)
                    .one();
            assertThat(line).isEqualTo(new Line(7, now, id));
        });
    }

    @Test
    void the_schema_is_there_and_the_search_path_finds_it() {
        String schema = DATABASE.get()
                .read(handle -> handle.createQuery("select current_schema()")
                        .mapTo(String.class)
                        .one());
        assertThat(schema).isEqualTo("darkroom");
    }
}
