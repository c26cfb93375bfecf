package dev.darkroom.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.darkroom.generation.EngineTestRig;
import dev.darkroom.generation.GenerationStatus;
import dev.darkroom.generation.SharedRigTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Both sides of all that is compared agree, as nothing has been damaged. */
class DoctorAgreementTest extends SharedRigTest {
    @Test
    void where_all_agrees_every_kind_says_so_and_the_run_is_kept() {
        assertThat(rig.await(rig.ask(EngineTestRig.PICTURE, "whole")).status()).isEqualTo(GenerationStatus.COMPLETED);

        DoctorReport report = DoctorServiceTest.doctor()
                .run(
                        DoctorService.Wanted.EVERYTHING.withLookBack(Duration.ofDays(1), Duration.ZERO),
                        "kim",
                        DoctorProgress.NONE);

        assertThat(report.results()).extracting(DoctorCheckResult::check).containsExactly(DoctorCheck.values());
        assertThat(report.results())
                .filteredOn(result -> result.check() != DoctorCheck.PRICE_BELOW_COST) // until costs are summed up
                .allSatisfy(result -> {
                    assertThat(result.state()).as(result.check().name()).isEqualTo(DoctorCheckResult.State.AGREES);
                    assertThat(result.said()).isNull();
                });
        DoctorHistory history = DoctorServiceTest.doctor().history();
        DoctorHistory.PastRun kept = history.runs(1).getFirst();
        assertThat(kept.id()).isEqualTo(report.id());
        assertThat(kept.actor()).isEqualTo("kim");
        assertThat(history.results(kept.id()))
                .extracting(DoctorCheckResult::check, DoctorCheckResult::state, DoctorCheckResult::found)
                .containsExactlyElementsOf(report.results().stream()
                        .map(result -> tuple(result.check(), result.state(), result.found()))
                        .toList());
    }
}
