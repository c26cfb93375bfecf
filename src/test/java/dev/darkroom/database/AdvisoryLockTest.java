package dev.darkroom.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AdvisoryLockTest {
    /** Flyway adds the hash of its history table to it (PostgreSQLAdvisoryLockTemplate). */
    private static final long FLYWAY = 77431708279161L;

    private static final Pattern TAKEN = Pattern.compile("pg_(?:try_)?advisory_\\w*lock\\w*\\((\\d+)\\)");

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    @Test
    void each_lock_has_a_number_of_its_own_that_flyway_never_takes() {
        List<Long> numbers =
                Stream.of(AdvisoryLock.values()).map(AdvisoryLock::number).toList();
        assertThat(numbers).doesNotHaveDuplicates();
        assertThat(numbers).noneMatch(number -> Math.abs(number - FLYWAY) <= 1L << 32);
    }

    @Test
    void each_number_that_sql_functions_take_is_one_of_these() throws IOException {
        List<Long> taken = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/db/migration"))) {
            for (Path file : files.toList()) {
                TAKEN.matcher(Files.readString(file))
                        .results()
                        .map((MatchResult match) -> Long.valueOf(match.group(1)))
                        .forEach(taken::add);
            }
        }
        assertThat(taken)
                .isNotEmpty()
                .isSubsetOf(Stream.of(AdvisoryLock.values())
                        .map(AdvisoryLock::number)
                        .toList());
    }

    @Test
    void while_a_migration_goes_on_every_other_lock_can_be_had() throws Exception {
        try (Connection migrating = ConnectionPools.connect(DATABASE.settings())) {
            AdvisoryLock.MIGRATION.lockSession(migrating);
            DATABASE.get()
                    .useTransaction(handle -> assertThat(AdvisoryLock.values())
                            .allSatisfy(lock ->
                                    assertThat(lock.tryLock(handle)).isEqualTo(lock != AdvisoryLock.MIGRATION)));
        }
    }

    @Test
    void a_program_that_finds_the_schema_up_to_date_waits_for_no_migration() throws Exception {
        try (Connection migrating = ConnectionPools.connect(DATABASE.settings())) {
            AdvisoryLock.MIGRATION.lockSession(migrating);
            assertThat(CompletableFuture.runAsync(
                            () -> Database.open(DATABASE.settings()).close()))
                    .succeedsWithin(Duration.ofSeconds(20));
        }
    }
}
