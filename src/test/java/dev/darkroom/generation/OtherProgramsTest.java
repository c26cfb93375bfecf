package dev.darkroom.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.credit.CreditTransaction.Kind;
import dev.darkroom.database.SqlState;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.message.CodedMessage;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.postgresql.util.PSQLException;

/** What another program may do by SQL alone, as a role with only the documented grants. */
class OtherProgramsTest extends BackendRig {
    private static final String PAINTING = "{\"prompt\":\"a painting\"}";

    @Test
    void an_engine_completes_what_was_asked_by_sql() throws Exception {
        UUID id = backend.request(EngineTestRig.USER, EngineTestRig.PICTURE, PAINTING, 3, null);

        Generation done = rig.await(id);

        assertThat(done.status()).isEqualTo(GenerationStatus.COMPLETED);
        assertThat(done.credits()).isEqualTo(3);
        assertThat(done.createdBy()).isEqualTo(OtherProgram.ROLE);
        rig.assertStored(done);
        assertThat(backend.value(
                        "select media_path from darkroom.generation_state(?, ?) where status = 'COMPLETED' and not refunded",
                        EngineTestRig.USER,
                        id))
                .isEqualTo(done.media().path());
    }

    @Test
    void the_same_key_gives_the_same_generation_also_when_the_engine_has_added_a_seed() throws Exception {
        UUID id = backend.request(EngineTestRig.USER, EngineTestRig.PICTURE, PAINTING, 1, "twice");
        assertThat(backend.request(EngineTestRig.USER, EngineTestRig.PICTURE, PAINTING, 1, "twice"))
                .isEqualTo(id);

        assertThat(rig.await(id).input().has("seed")).isTrue();

        assertThat(backend.request(EngineTestRig.USER, EngineTestRig.PICTURE, PAINTING, 1, "twice"))
                .isEqualTo(id);
        assertThat(kinds(id)).containsExactly(Kind.DEDUCT);
    }

    @Test
    void java_and_sql_share_their_keys() throws Exception {
        UUID id = rig.created(new GenerationRequest(
                EngineTestRig.USER, EngineTestRig.PICTURE, rig.input(PAINTING), "shared", "test", null));

        assertThat(backend.request(EngineTestRig.USER, EngineTestRig.PICTURE, PAINTING, 1, "shared"))
                .isEqualTo(id);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            fal-ai/flux/dev     | {"prompt":"a painting"} | 1
            fal-ai/flux/schnell | {"prompt":"a print"}    | 1
            fal-ai/flux/schnell | {"prompt":"a painting"} | 2
            """)
    void another_request_under_a_used_key_is_refused(String model, String input, long credits) throws Exception {
        backend.request(EngineTestRig.USER, EngineTestRig.PICTURE, PAINTING, 1, "used");

        refused(
                "PT409",
                "The key \"used\" was used for another request of ana.kovac; use a new key.",
                EngineTestRig.USER,
                model,
                input,
                credits,
                "used");
    }

    @Test
    void the_same_key_at_the_same_moment_is_one_generation_and_one_deduction() throws Exception {
        rig.darkroom.ledger.grant("hasty", 1, "enough for one", "test");
        try (Connection first = backend.connect();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            first.setAutoCommit(false);
            UUID one = OtherProgram.request(first, "hasty", EngineTestRig.PICTURE, PAINTING, 1, "moment");
            CompletableFuture<UUID> other = CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return backend.request("hasty", EngineTestRig.PICTURE, PAINTING, 1, "moment");
                        } catch (SQLException exception) {
                            throw new IllegalStateException(exception);
                        }
                    },
                    threads);
            backend.awaitSomebodyWaitingForALock();
            assertThat(other).isNotDone();

            first.commit();

            assertThat(other.get()).isEqualTo(one);
            assertThat(kinds(one)).containsExactly(Kind.DEDUCT);
            assertThat(rig.darkroom.ledger.balance("hasty")).hasValue(0);
        }
    }

    @Test
    void what_the_caller_rolls_back_has_never_been() throws Exception {
        long before = rig.darkroom.ledger.balance(EngineTestRig.USER).orElseThrow();
        try (Connection connection = backend.connect()) {
            connection.setAutoCommit(false);
            UUID id = OtherProgram.request(
                    connection, EngineTestRig.USER, EngineTestRig.PICTURE, PAINTING, 7, "regretted");
            connection.rollback();

            assertThat(rig.darkroom.generations.find(id)).isEmpty();
            assertThat(kinds(id)).isEmpty();
        }
        assertThat(rig.darkroom.ledger.balance(EngineTestRig.USER)).hasValue(before);
        backend.request(
                EngineTestRig.USER, EngineTestRig.PICTURE, "{\"prompt\":\"the key is free again\"}", 1, "regretted");
    }

    @Test
    void engines_are_woken_by_the_commit_and_by_nothing_else() throws Exception {
        try (Connection listener = backend.connect();
                Connection connection = backend.connect()) {
            listener.createStatement().execute("listen darkroom_work");
            connection.setAutoCommit(false);
            OtherProgram.request(connection, EngineTestRig.USER, EngineTestRig.PICTURE, PAINTING, 1, null);
            connection.rollback();
            UUID id = OtherProgram.request(connection, EngineTestRig.USER, EngineTestRig.PICTURE, PAINTING, 1, "wake");
            assertThat(heard(listener, connection, 200)).isEmpty();

            connection.commit();
            assertThat(heard(listener, connection, 10_000)).containsExactly("work");

            assertThat(OtherProgram.request(connection, EngineTestRig.USER, EngineTestRig.PICTURE, PAINTING, 1, "wake"))
                    .isEqualTo(id);
            connection.commit();
            assertThat(heard(listener, connection, 200)).isEmpty();
        }
    }

    private static List<String> heard(Connection listener, Connection from, int milliseconds) throws SQLException {
        int process = from.unwrap(PGConnection.class).getBackendPID();
        return Stream.of(listener.unwrap(PGConnection.class).getNotifications(milliseconds))
                .filter(notification -> notification.getPID() == process)
                .map(PGNotification::getParameter)
                .toList();
    }

    @Test
    void sql_learns_of_a_model_that_has_changed_and_what_it_knows_already_is_only_read() throws Exception {
        ModelRepository models = new ModelRepository(DATABASE.get());
        backend.owner("update model set rules = '{}', short_name = 'stale' where id = ?", EngineTestRig.PICTURE);
        String written =
                "select xmin || ' ' || short_name || rules from model where id = '" + EngineTestRig.PICTURE + "'";

        models.save(rig.darkroom.models);
        String first = backend.ownerText(written);
        models.save(rig.darkroom.models);

        assertThat(first).contains("FLUX schnell", "num_images");
        assertThat(backend.ownerText(written)).isEqualTo(first);
    }

    @Test
    void too_few_credits_write_nothing() {
        rig.darkroom.ledger.grant("short", 3, "three", "test");

        refused(
                "PT402",
                "Not enough credits: needed 4, available 3.",
                "short",
                EngineTestRig.PICTURE,
                PAINTING,
                4,
                "dear");

        assertThat(rig.darkroom.ledger.balance("short")).hasValue(3);
        assertThat(backend.ownerCount("select count(*) from generation where user_id = 'short'"))
                .isZero();
        assertThat(backend.ownerCount("select count(*) from credit_transaction where user_id = 'short'"))
                .isOne();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PT404 | There is no account for the user "nobody"; grant credits to it first. | nobody | fal-ai/flux/schnell | 1 | k
            PT404 | There is no model "fal-ai/flux/schnel".     | ana.kovac | fal-ai/flux/schnel  | 1  | k
            PT422 | The user is missing.                        | ' '       | fal-ai/flux/schnell | 1  | k
            PT422 | The user is missing.                        |           | fal-ai/flux/schnell | 1  | k
            PT422 | The credits must be a whole number from 0.  | ana.kovac | fal-ai/flux/schnell | -1 | k
            PT422 | The credits must be a whole number from 0.  | ana.kovac | fal-ai/flux/schnell | -5 | k
            PT422 | The idempotency key must have from 1 to 200 characters, or be left out. | ana.kovac | fal-ai/flux/schnell | 1 | ' '
            """)
    void a_wrong_request_is_refused_with_one_sentence(
            String state, String sentence, String user, String model, long credits, String key) {
        long before = rig.darkroom.ledger.balance(EngineTestRig.USER).orElseThrow();

        refused(state, sentence, user, model, PAINTING, credits, key);

        assertThat(rig.darkroom.ledger.balance(EngineTestRig.USER)).hasValue(before);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -5, 1_000_000_001, Long.MAX_VALUE})
    void an_amount_that_is_not_granted_is_refused_with_one_sentence(long amount) {
        assertThatThrownBy(() -> backend.grant(EngineTestRig.USER, amount, "gift"))
                .satisfies(error -> assertThat(SqlState.of(error)).isEqualTo("PT422"))
                .hasMessageContaining("The amount must be a whole number from 1 to 1,000,000,000.");
    }

    /** Two places hold this rule: the console wants it without a database, a backend without Java. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            fal-ai/flux/schnell | "text"
            fal-ai/flux/schnell | []
            fal-ai/flux/schnell | {}
            fal-ai/flux/schnell | {"prompt":null}
            fal-ai/flux/schnell | {"prompt":" \\t\\n"}
            fal-ai/flux/schnell | {"prompt":7}
            fal-ai/flux/schnell | {"prompt":"x","num_images":0}
            fal-ai/flux/schnell | {"prompt":"x","num_images":5}
            fal-ai/flux/schnell | {"prompt":"x","num_images":2.5}
            fal-ai/flux/schnell | {"prompt":"x","num_images":"2"}
            fal-ai/flux/schnell | {"prompt":"x","image_size":"huge"}
            fal-ai/flux/schnell | {"prompt":"x","image_size":3}
            fal-ai/flux/schnell | {"prompt":"x","seed":-1}
            fal-ai/flux/schnell | {"prompt":"x","seed":"7"}
            fal-ai/flux/schnell | {"prompt":"x","sync_mode":true}
            fal-ai/flux/schnell | {"prompt":"","seed":1.5}
            fal-ai/elevenlabs/tts/multilingual-v2 | {"prompt":"wrong member"}
            """)
    void a_bad_input_is_refused_in_the_words_of_java(String model, String input) {
        List<String> sentences = rig.darkroom.models.require(model).validate(JsonMapping.parse(input)).stream()
                .map(CodedMessage::english)
                .toList();
        assertThat(sentences).isNotEmpty();

        refused("PT422", String.join(" ", sentences), EngineTestRig.USER, model, input, 1, null);
    }

    @Test
    void a_prompt_that_is_too_long_is_refused_in_the_words_of_java() {
        String input = "{\"prompt\":\"" + "x".repeat(20_001) + "\"}";

        refused(
                "PT422",
                rig.darkroom
                        .models
                        .require(EngineTestRig.PICTURE)
                        .validate(JsonMapping.parse(input))
                        .getFirst()
                        .english(),
                EngineTestRig.USER,
                EngineTestRig.PICTURE,
                input,
                1,
                null);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            fal-ai/flux/schnell | {"prompt":"x","num_images":4,"image_size":"square","seed":0,"sync_mode":false}
            fal-ai/flux/schnell | {"prompt":"x","num_images":null,"image_size":null,"seed":null,"sync_mode":null}
            fal-ai/flux/schnell | {"prompt":"x","image_size":{"width":640,"height":480},"something_else":[1]}
            fal-ai/elevenlabs/tts/multilingual-v2 | {"text":"good evening"}
            """)
    void a_good_input_is_good_on_both_sides(String model, String input) throws Exception {
        assertThat(rig.darkroom.models.require(model).validate(JsonMapping.parse(input)))
                .isEmpty();

        assertThat(rig.await(backend.request(EngineTestRig.USER, model, input, 1, null))
                        .status())
                .isEqualTo(GenerationStatus.COMPLETED);
    }

    private static void refused(
            String state, String sentence, String user, String model, String input, long credits, String key) {
        assertThatThrownBy(() -> backend.request(user, model, input, credits, key))
                .satisfies(error -> assertThat(SqlState.of(error)).isEqualTo(state))
                .extracting(
                        error -> ((PSQLException) error).getServerErrorMessage().getMessage())
                .isEqualTo(sentence);
    }
}
