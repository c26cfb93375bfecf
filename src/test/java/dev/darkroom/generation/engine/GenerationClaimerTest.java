package dev.darkroom.generation.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.database.AdvisoryLock;
import dev.darkroom.database.DatabaseException;
import dev.darkroom.database.DatabaseFailure;
import dev.darkroom.database.TestDatabase;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.GenerationStage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GenerationClaimerTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private final GenerationClaimer claims = engine();

    @BeforeEach
    void nothingWaits() {
        DATABASE.get().useTransaction(handle -> {
            handle.execute("delete from run_limit");
            handle.execute("update generation set status = 'FAILED', error = 'over', owner = null, lease_until = null,"
                    + " finished_at = now(), hold = null where status in ('PENDING', 'PROCESSING')");
        });
    }

    @Test
    void one_users_thousands_do_not_keep_another_ones_single_request_waiting() {
        request("busy", "m", 0, 1000);
        request("quiet", "m", 0, 1);
        assertThat(users(claims.claim(10))).containsEntry("busy", 9L).containsEntry("quiet", 1L);
    }

    @Test
    void the_turn_goes_round_the_users_one_free_place_at_a_time() {
        List.of("a", "b", "c").forEach(user -> request(user, "m", 0, 5));
        List<String> served = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            claims.claim(1).forEach(generation -> served.add(generation.userId()));
        }
        assertThat(served).containsExactly("a", "b", "c", "a", "b", "c");
    }

    @Test
    void within_a_users_requests_for_a_model_the_oldest_is_first() {
        request("a", "m", 0, 10);
        List<Generation> taken = claims.claim(4);
        assertThat(taken).hasSize(4);
        assertThat(claims.claim(6))
                .allSatisfy(later -> assertThat(taken)
                        .allSatisfy(earlier -> assertThat(earlier.createdAt()).isBefore(later.createdAt())));
    }

    @Test
    void large_ones_are_taken_as_there_is_room_for_them_and_keep_nobody_else_waiting() {
        request("large", "m", 0, 3);
        DATABASE.get().useTransaction(handle -> handle.execute("""
                update generation set input = jsonb_build_object('prompt', (
                  select string_agg(md5(cast(i as text)), '') from generate_series(1, 10000) i))
                where user_id = 'large' and status = 'PENDING'"""));
        request("small", "m", 0, 3);

        assertThat(users(claims.claim(10, 400_000))).containsEntry("large", 2L).containsEntry("small", 3L);
        request("small", "m", 0, 1);
        assertThat(users(claims.claim(10, 0))).containsOnlyKeys("small");
        assertThat(users(claims.claim(10, 1))).containsOnlyKeys("large");
    }

    @Test
    void a_higher_priority_is_taken_first_whoever_asked() {
        request("a", "m", 0, 5);
        request("z", "m", 7, 2);
        request("b", "m", -1, 5);
        assertThat(claims.claim(3)).extracting(Generation::priority).containsExactlyInAnyOrder(7, 7, 0);
        assertThat(claims.claim(20))
                .extracting(Generation::priority)
                .filteredOn(p -> p == -1)
                .hasSize(5);
    }

    @Test
    void many_priorities_that_cannot_be_taken_hide_no_lower_one() {
        limit("MODEL", "full", 0);
        for (int priority = 1; priority <= 25; priority++) {
            request("a", "full", priority, 1);
        }
        request("b", "m", 0, 1);
        assertThat(users(claims.claim(10))).containsOnlyKeys("b");
    }

    @Test
    void what_is_not_due_or_held_is_left() {
        request("a", "m", 0, 3);
        DATABASE.get()
                .useTransaction(handle -> handle.execute(
                        "update generation set next_attempt_at = now() + interval '1 hour' where status = 'PENDING'"));
        request("a", "m", 0, 1);
        DATABASE.get()
                .useTransaction(handle -> handle.execute("update generation set hold = 'UNREADABLE', error = 'e'"
                        + " where status = 'PENDING' and next_attempt_at < now() + interval '1 minute'"));
        request("a", "m", 0, 1);
        assertThat(claims.claim(10)).hasSize(1);
    }

    @Test
    void a_models_limit_counts_all_engines_and_lets_other_models_through() {
        limit("MODEL", "slow", 3);
        request("a", "slow", 0, 10);
        request("b", "slow", 0, 10);
        request("b", "quick", 0, 4);
        List<Generation> taken = claims.claim(20);
        assertThat(taken.stream().collect(Collectors.groupingBy(Generation::model, Collectors.counting())))
                .isEqualTo(Map.of("slow", 3L, "quick", 4L));
        assertThat(engine().claim(20)).isEmpty();
    }

    @Test
    void the_many_lanes_of_a_full_model_do_not_hide_the_one_of_another() {
        limit("MODEL", "full", 1);
        DATABASE.get()
                .useTransaction(handle -> handle.execute("insert into account (user_id) select 'crowd-' || n"
                        + " from generate_series(1, 500) n on conflict do nothing"));
        DATABASE.get().useTransaction(handle -> handle.execute("""
                insert into generation (id, user_id, model, kind, input, prompt, credits, created_by)
                select gen_random_uuid(), 'crowd-' || n, 'full', 'IMAGE', '{}', 'p', 1, 'test'
                from generate_series(1, 500) n"""));
        request("z", "free", 0, 3);
        assertThat(claims.claim(10))
                .extracting(Generation::model)
                .containsExactlyInAnyOrder("full", "free", "free", "free");
    }

    @Test
    void a_users_own_limit_goes_before_the_one_for_everybody() {
        limit("USER", "*", 2);
        limit("USER", "vip", 5);
        limit("USER", "blocked", 0);
        List.of("a", "vip", "blocked").forEach(user -> request(user, "m", 0, 10));
        List<Generation> taken = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            taken.addAll(claims.claim(20));
        }
        assertThat(users(taken)).isEqualTo(Map.of("a", 2L, "vip", 5L));
    }

    @Test
    void engines_that_claim_at_once_never_share_one_and_never_pass_a_limit() throws Exception {
        limit("MODEL", "slow", 20);
        List.of("a", "b", "c", "d").forEach(user -> {
            request(user, "slow", 0, 50);
            request(user, "quick", 0, 25);
        });
        List<Callable<List<Generation>>> engines = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            GenerationClaimer one = engine();
            engines.add(() -> {
                List<Generation> taken = new ArrayList<>();
                for (int turn = 0; turn < 10; turn++) {
                    taken.addAll(claimed(one));
                }
                return taken;
            });
        }
        List<Generation> all = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var future : threads.invokeAll(engines)) {
                all.addAll(future.get());
            }
        }
        assertThat(all).extracting(Generation::id).doesNotHaveDuplicates();
        assertThat(all).filteredOn(g -> g.model().equals("slow")).hasSize(20);
        assertThat(all).filteredOn(g -> g.model().equals("quick")).hasSize(100);
    }

    @Test
    void while_a_service_is_paused_only_what_fal_has_already_goes_on() {
        request("a", "m", 0, 3);
        DATABASE.get().useTransaction(handle -> handle.execute("""
                with sent as (
                  update generation set stage = 'SUBMITTED', epoch = 1, request_id = 'r-' || id where id in (
                    select id from generation where status = 'PENDING' limit 1)
                  returning id, request_id)
                insert into fal_job (request_id, generation_id, attempt, status_url, response_url, cancel_url)
                select request_id, id, 1, 'http://f/s', 'http://f/r', 'http://f/c' from sent"""));
        assertThat(claims.claimResumable(10, new GenerationClaimer.Resumable(false, true, true, true)))
                .hasSize(1)
                .allSatisfy(g -> assertThat(g.stage()).isEqualTo(GenerationStage.SUBMITTED));
        assertThat(claims.claimResumable(10, new GenerationClaimer.Resumable(true, false, true, true)))
                .isEmpty();
        DATABASE.get()
                .useTransaction(handle -> handle.execute(
                        "update generation set stage = 'SUBMITTING', epoch = 1, submit_started_at = now() where id in ("
                                + "select id from generation where status = 'PENDING' limit 1)"));
        assertThat(claims.claimResumable(10, new GenerationClaimer.Resumable(false, true, true, true)))
                .isEmpty();
        assertThat(claims.claimResumable(10, new GenerationClaimer.Resumable(true, true, true, true)))
                .hasSize(1)
                .allSatisfy(g -> assertThat(g.fal().submitUnknown()).isTrue());
        assertThat(claims.claim(10)).hasSize(1);
    }

    @Test
    void what_is_stored_is_signed_while_the_servers_of_the_files_deliver_nothing() {
        request("a", "m", 0, 1);
        DATABASE.get().useTransaction(handle -> handle.execute("""
                update generation set stage = 'SIGNING', epoch = 1, request_id = 's-' || id, result = '{}' where id in (
                  select id from generation where status = 'PENDING' limit 1)"""));

        assertThat(claims.claimResumable(10, new GenerationClaimer.Resumable(true, true, false, false)))
                .isEmpty();
        assertThat(claims.claimResumable(10, new GenerationClaimer.Resumable(true, true, false, true)))
                .hasSize(1);
    }

    private static GenerationClaimer engine() {
        UUID id = UUID.randomUUID();
        new EngineRegistry(DATABASE.get()).begin(id, 100);
        return new GenerationClaimer(DATABASE.get(), id);
    }

    private static Map<String, Long> users(List<Generation> taken) {
        return taken.stream().collect(Collectors.groupingBy(Generation::userId, Collectors.counting()));
    }

    @Test
    void a_process_that_freezes_within_its_claim_keeps_the_others_from_theirs_for_seconds_only() throws Exception {
        limit("USER", "*", 10);
        request("a", "m", 0, 3);
        CountDownLatch frozen = new CountDownLatch(1);
        Semaphore goesOn = new Semaphore(0);
        try (ExecutorService other = Executors.newSingleThreadExecutor()) {
            Future<?> claim = other.submit(() -> DATABASE.get().inTransaction(handle -> {
                AdvisoryLock.CLAIM_QUOTAS.lock(handle);
                frozen.countDown();
                goesOn.acquireUninterruptibly();
                return handle.execute("select 1");
            }));
            frozen.await();
            try {
                assertThat(claimed(claims)).hasSize(3);
            } finally {
                goesOn.release();
            }
            assertThatThrownBy(claim::get)
                    .hasCauseInstanceOf(DatabaseException.class)
                    .satisfies(failure -> assertThat(((DatabaseException) failure.getCause()).kind())
                            .isEqualTo(DatabaseFailure.UNAVAILABLE));
        }
    }

    /** Each try waits a second for a lock. */
    private static List<Generation> claimed(GenerationClaimer engine) {
        for (int tries = 1; ; tries++) {
            try {
                return engine.claim(10);
            } catch (DatabaseException locked) {
                assertThat(locked.kind()).isEqualTo(DatabaseFailure.CONTENTION);
                assertThat(tries).as("tries in vain").isLessThan(10);
            }
        }
    }

    private static void limit(String scope, String name, int most) {
        DATABASE.get()
                .useTransaction(handle -> handle.execute("insert into run_limit values (?, ?, ?)", scope, name, most));
    }

    private static void request(String user, String model, int priority, int count) {
        DATABASE.get().useTransaction(handle -> {
            handle.execute("insert into account (user_id) values (?) on conflict do nothing", user);
            handle.execute("""
                    insert into generation (id, user_id, model, kind, input, prompt, credits, priority, created_by)
                    select gen_random_uuid(), ?, ?, 'IMAGE', '{"prompt": "p"}', 'p', 1, ?, 'test'
                    from generate_series(1, ?)""", user, model, priority, count);
        });
    }
}
