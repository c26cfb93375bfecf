package dev.darkroom.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.app.demo.DemoHistoryRows;
import dev.darkroom.app.demo.DemoHistorySeed;
import dev.darkroom.database.TestDatabase;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DemoHistoryChecksTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    @Test
    void a_seeded_history_agrees_but_for_what_waits_for_an_operator_and_its_expired_links() {
        new DemoHistorySeed(new DemoHistoryRows.Extent(3_000, 40, Duration.ofDays(60), 12), _ -> {})
                .fillRows(DATABASE.settings());
        DoctorDatabaseChecks checks = new DoctorDatabaseChecks(DATABASE.get());

        List<DoctorCheckResult> results = Arrays.stream(DoctorCheckSql.Walk.values())
                .flatMap(walk -> checks.run(walk, EnumSet.allOf(DoctorCheck.class), DoctorProgress.NONE).stream())
                .toList();

        assertThat(results)
                .filteredOn(result -> result.state() != DoctorCheckResult.State.AGREES)
                .extracting(DoctorCheckResult::check)
                .containsExactlyInAnyOrder(DoctorCheck.STUCK, DoctorCheck.EXPIRED_URL);
        assertThat(results)
                .filteredOn(result -> result.check() == DoctorCheck.STUCK)
                .extracting(DoctorCheckResult::found)
                .containsExactly(4L);
    }
}
