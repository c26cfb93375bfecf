package dev.darkroom.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.database.AdvisoryLock;
import dev.darkroom.database.ConnectionPools;
import dev.darkroom.database.TestDatabase;
import dev.darkroom.generation.engine.GenerationClaimer;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ClaimLockTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    @Test
    void a_claim_that_counts_against_limits_does_not_wait_for_a_migration() throws Exception {
        DATABASE.get().useTransaction(handle -> handle.execute("insert into run_limit values ('USER', '*', 5)"));
        new SeededGenerations(DATABASE.get()).users("ana").one("ana", "m", 4, Duration.ofMinutes(1), "");
        GenerationClaimer claims = new GenerationClaimer(DATABASE.get(), UUID.randomUUID());
        try (Connection migrating = ConnectionPools.connect(DATABASE.settings());
                Statement statement = migrating.createStatement()) {
            statement.execute("select pg_advisory_lock(" + AdvisoryLock.MIGRATION.number() + ")");
            assertThat(CompletableFuture.supplyAsync(() -> claims.claim(10)))
                    .succeedsWithin(Duration.ofSeconds(10))
                    .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                    .hasSize(1);
        }
    }
}
