package dev.darkroom.generation.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.generation.EngineTestRig;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.GenerationStage;
import dev.darkroom.generation.GenerationStatus;
import dev.darkroom.generation.SeededGenerations;
import dev.darkroom.generation.SharedRigTest;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis;
import dev.darkroom.generation.engine.QuotaUsage;
import dev.darkroom.generation.engine.RunQuota;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Limits as set by an operator, on a running engine. */
class QuotaServiceTest extends SharedRigTest {
    private static QuotaService limits;

    @BeforeAll
    static void start() {
        limits = rig.darkroom.quotas;
    }

    @BeforeEach
    void without_limits() {
        DATABASE.get().useTransaction(handle -> handle.execute("delete from run_limit"));
    }

    @Test
    void a_limit_of_nothing_holds_a_request_back_says_so_and_lets_it_go_when_it_is_removed() {
        RunQuota none = new RunQuota(RunQuota.Scope.MODEL, EngineTestRig.PICTURE, 0);
        limits.set(none.scope(), none.name(), 0, "a test", "kim");
        UUID held = rig.ask(EngineTestRig.PICTURE, "has to wait");
        assertThat(rig.await(rig.ask(EngineTestRig.SOUND, "another model")).status())
                .isEqualTo(GenerationStatus.COMPLETED);

        Generation waiting = rig.darkroom.generations.find(held).orElseThrow();
        assertThat(waiting.status()).isEqualTo(GenerationStatus.PENDING);
        assertThat(rig.darkroom.queries.diagnose(waiting))
                .extracting(diagnosis -> diagnosis.title().english(), GenerationDiagnosis::state)
                .containsExactly("Waiting for a limit", GenerationDiagnosis.State.WAITING);
        assertThat(rig.darkroom
                        .queries
                        .rows(List.of(held))
                        .getFirst()
                        .diagnosis()
                        .sentence()
                        .english())
                .contains("The limit of " + EngineTestRig.PICTURE + " is 0: nothing starts");

        assertThat(limits.remove(none, "a test", "kim")).isInstanceOf(ActionResult.Done.class);
        assertThat(rig.await(held).status()).isEqualTo(GenerationStatus.COMPLETED);
    }

    @Test
    void who_set_it_and_what_it_was_before_are_kept() {
        limits.set(RunQuota.Scope.USER, EngineTestRig.USER, 3, "too many", "kim");
        limits.set(RunQuota.Scope.USER, EngineTestRig.USER, 5, "more again", "lee");
        limits.remove(new RunQuota(RunQuota.Scope.USER, EngineTestRig.USER, 5), "over", "kim");

        assertThat(DATABASE.get()
                        .<List<String>>read(handle -> handle.createQuery("""
                        select concat_ws(' ', actor, action, user_id, before ->> 'at_most', '->', after ->> 'at_most', reason)
                        from operator_action where user_id = :user and action like '%_LIMIT' order by id
                        """)
                                .bind("user", EngineTestRig.USER)
                                .mapTo(String.class)
                                .list()))
                .containsExactly(
                        "kim SET_LIMIT ana.kovac -> 3 too many",
                        "lee SET_LIMIT ana.kovac 3 -> 5 more again",
                        "kim REMOVE_LIMIT ana.kovac 5 -> over");
    }

    @Test
    void a_limit_that_was_changed_meanwhile_is_not_removed_and_says_what_it_is() {
        RunQuota seen = new RunQuota(RunQuota.Scope.USER, RunQuota.USER_DEFAULT, 3);
        limits.set(seen.scope(), seen.name(), 3, "a test", "kim");
        limits.set(seen.scope(), seen.name(), 4, "a test", "lee");

        assertThat(limits.remove(seen, "a test", "kim").message().english()).contains("is now 4");
        assertThat(limits.set(seen.scope(), seen.name(), 4, "a test", "kim")).isInstanceOf(ActionResult.Nothing.class);
        assertThat(rig.darkroom.queries.runLimits())
                .containsExactly(new QuotaUsage.InUse(new RunQuota(RunQuota.Scope.USER, RunQuota.USER_DEFAULT, 4), 0));
    }

    @Test
    void what_cannot_be_meant_gets_a_sentence_and_changes_nothing() {
        assertThatThrownBy(() -> set(RunQuota.Scope.MODEL, "fal-ai/flux/schnel", 3))
                .hasMessageContaining("Did you mean fal-ai/flux/schnell");
        assertThatThrownBy(() -> set(RunQuota.Scope.USER, "nobody", 3)).hasMessageContaining("no account");
        assertThatThrownBy(() -> set(RunQuota.Scope.USER, "  ", 3)).hasMessageContaining("missing");
        assertThatThrownBy(() -> set(RunQuota.Scope.MODEL, EngineTestRig.PICTURE, -1))
                .hasMessageContaining("from 0 to 100,000");
        assertThatThrownBy(() -> set(RunQuota.Scope.MODEL, EngineTestRig.PICTURE, 100_001))
                .hasMessageContaining("not 100,001");
        assertThat(rig.darkroom.queries.runLimits()).isEmpty();
    }

    @Test
    void each_limit_says_how_many_are_in_work_and_the_one_for_every_other_user_what_the_busiest_has() {
        SeededGenerations seed = new SeededGenerations(DATABASE.get()).engines().users("a", "b", "own");
        String running = SeededGenerations.processing(SeededGenerations.ENGINE, GenerationStage.SUBMITTED);
        for (String user : List.of("a", "b", "b", "own", "own", "own")) {
            seed.one(user, "old/model", 0, Duration.ofSeconds(5), running);
        }
        DATABASE.get()
                .useTransaction(handle -> handle.execute("insert into run_limit values ('MODEL', 'old/model', 5)"));
        set(RunQuota.Scope.USER, "own", 10);
        set(RunQuota.Scope.USER, RunQuota.USER_DEFAULT, 3);
        set(
                RunQuota.Scope.MODEL,
                rig.darkroom.models.require(EngineTestRig.FILM).shortName(),
                1);

        assertThat(rig.darkroom.queries.runLimits())
                .extracting(load -> load.limit().name() + " " + load.running() + " of "
                        + load.limit().atMost())
                .containsExactly(EngineTestRig.FILM + " 0 of 1", "old/model 6 of 5", "* 2 of 3", "own 3 of 10");
        DATABASE.get()
                .useTransaction(handle -> handle.execute("update generation set status = 'FAILED', refunded = true,"
                        + " error = 'over', owner = null, lease_until = null, finished_at = now()"
                        + " where model = 'old/model'"));
    }

    private static ActionResult set(RunQuota.Scope scope, String name, int most) {
        return limits.set(scope, name, most, "a test", "kim");
    }
}
