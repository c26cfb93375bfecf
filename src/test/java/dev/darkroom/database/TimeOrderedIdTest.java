package dev.darkroom.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Ids that sort to the end of an index. */
final class TimeOrderedIdTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void what_was_made_later_sorts_behind_what_was_made_before() {
        List<String> made = Stream.iterate(NOON, last -> last.plusMillis(1))
                .limit(1_000)
                .map(time -> TimeOrderedId.of(time).toString())
                .toList();
        assertThat(made).isSorted();
        assertThat(made.stream().map(id -> id.substring(0, 8))).doesNotHaveDuplicates();
    }

    @Test
    void two_of_the_same_moment_differ() {
        assertThat(Stream.generate(() -> TimeOrderedId.of(NOON)).limit(1_000)).doesNotHaveDuplicates();
    }

    @Test
    void an_id_is_a_standard_uuid_of_version_8() {
        UUID id = TimeOrderedId.next();
        assertThat(id.version()).isEqualTo(8);
        assertThat(id.variant()).isEqualTo(2);
    }

    @Test
    void the_database_makes_the_same_ones() {
        UUID before = TimeOrderedId.next();
        UUID made = DATABASE.get()
                .read(handle -> handle.createQuery("select time_ordered_id()")
                        .mapTo(UUID.class)
                        .one());
        UUID after = TimeOrderedId.next();
        assertThat(List.of(steps(before), steps(made), steps(after))).isSorted();
        assertThat(made.version()).isEqualTo(8);
        assertThat(made.variant()).isEqualTo(2);
    }

    private static long steps(UUID id) {
        return id.getMostSignificantBits() >>> 32;
    }
}
