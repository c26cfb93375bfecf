package dev.darkroom.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.database.DatabaseException;
import dev.darkroom.database.DatabaseFailure;
import dev.darkroom.database.TestDatabase;
import dev.darkroom.database.writer.GroupCommitWriter;
import dev.darkroom.event.EventBus;
import dev.darkroom.fal.FalRequest;
import dev.darkroom.generation.engine.GenerationRunRepository;
import dev.darkroom.message.CodedMessage;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A request at fal.ai belongs to at most one generation, permanently, whoever writes it. */
class FalRequestTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static GroupCommitWriter writer;

    private GenerationRunRepository runs;
    private FencingToken first;
    private FencingToken second;

    @BeforeAll
    static void start() {
        writer = GroupCommitWriter.open(DATABASE.settings(), 1);
    }

    @AfterAll
    static void stop() {
        writer.close();
    }

    @BeforeEach
    void two_that_are_being_submitted() {
        UUID engine = UUID.randomUUID();
        runs = new GenerationRunRepository(writer, new EventBus(), EngineName.of(engine));
        first = claimed(engine);
        second = claimed(engine);
    }

    @Test
    void it_is_refused_to_a_second_generation() {
        FalRequest request = request(UUID.randomUUID());
        submitted(first, request);

        assertThatThrownBy(() -> submitted(second, request))
                .isInstanceOfSatisfying(
                        DatabaseException.class,
                        refused -> assertThat(refused.kind()).isEqualTo(DatabaseFailure.REFUSED));

        assertThat(holders(request)).containsExactly(first.generation());
        assertThat(requestOf(second)).isNull();
    }

    @Test
    void it_stays_known_when_its_generation_begins_anew_and_is_never_that_of_another() {
        FalRequest request = request(UUID.randomUUID());
        submitted(first, request);
        runs.retryLater(
                first,
                new Generation.Failure("RETRYABLE", "internal_error", CodedMessage.quoted("The job has failed."), null),
                Duration.ZERO,
                0,
                RestartPoint.NEW_JOB);

        assertThat(requestOf(first)).isNull();
        assertThat(holders(request)).containsExactly(first.generation());
        assertThat(new GenerationRepository(DATABASE.get(), writer).knownRequests(List.of(request.requestId(), "r-0")))
                .containsExactly(request.requestId());
        assertThatThrownBy(() -> submitted(second, request)).isInstanceOf(DatabaseException.class);
    }

    private void submitted(FencingToken run, FalRequest request) {
        runs.submitted(run, request, false, Duration.ofMillis(7));
    }

    private static FencingToken claimed(UUID engine) {
        SeededGenerations rows = new SeededGenerations(DATABASE.get());
        String user = UUID.randomUUID().toString();
        rows.users(user);
        UUID id =
                rows.one(user, "m", 1, Duration.ZERO, SeededGenerations.processing(engine, GenerationStage.SUBMITTING));
        return new FencingToken(id, user, engine, 1);
    }

    private static String requestOf(FencingToken run) {
        return DATABASE.get()
                .<List<String>>read(handle -> handle.createQuery("select request_id from generation where id = :id")
                        .bind("id", run.generation())
                        .mapTo(String.class)
                        .list())
                .getFirst();
    }

    private static List<UUID> holders(FalRequest request) {
        return DATABASE.get()
                .read(handle -> handle.createQuery("select generation_id from fal_job where request_id = :request")
                        .bind("request", request.requestId())
                        .mapTo(UUID.class)
                        .list());
    }

    private static FalRequest request(UUID id) {
        String address = "https://queue.fal.run/fal-ai/flux/dev/requests/" + id;
        return new FalRequest(
                id.toString(), URI.create(address + "/status"), URI.create(address), URI.create(address + "/cancel"));
    }
}
