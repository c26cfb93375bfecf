package dev.darkroom.console.generations.form;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.generations.GenerationsTestBench;
import dev.darkroom.database.LostCommit;
import dev.darkroom.database.TestDatabase;
import dev.darkroom.generation.GenerationCreationResult;
import dev.darkroom.generation.SeededGenerations;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class NewGenerationModelTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private final List<GenerationCreationResult> created = new CopyOnWriteArrayList<>();
    private final List<Exception> failures = new CopyOnWriteArrayList<>();

    @Test
    void a_generation_is_paid_once_although_the_answer_to_the_commit_was_lost() throws Exception {
        new SeededGenerations(DATABASE.get()).users("ana");
        Executor background = Executors.newVirtualThreadPerTaskExecutor();
        Executor one = Executors.newSingleThreadExecutor(
                Thread.ofVirtual().name("as-if-fx").factory());
        try (LostCommit lost = new LostCommit(DATABASE.get());
                GenerationsTestBench bench = new GenerationsTestBench(lost.database())) {
            NewGenerationModel form = bench.form(background, one);
            form.userProperty().set("ana");
            form.promptProperty().set("a heron at dawn");
            lost.loseTheAnswer("generation", () -> {
                form.create(created::add, failures::add);
                return null;
            });
            while (created.isEmpty()) {
                int told = failures.size();
                form.create(created::add, failures::add);
                while (created.isEmpty() && failures.size() == told) {
                    Thread.sleep(20);
                }
            }
        }
        assertThat(created).allMatch(answer -> answer instanceof GenerationCreationResult.AlreadyThere);
        assertThat(failures)
                .extracting(NewGenerationModel::sentence)
                .allMatch(sentence -> sentence.endsWith("Try again: it will be created and charged only once."));
        assertThat(paid("ana")).isEqualTo(1);
    }

    @Test
    void an_opened_form_that_was_answered_makes_no_second_one_of_other_values() {
        new SeededGenerations(DATABASE.get()).users("ben");
        try (GenerationsTestBench bench = new GenerationsTestBench(DATABASE.get())) {
            NewGenerationModel form = bench.form(Runnable::run, Runnable::run);
            form.userProperty().set("ben");
            form.promptProperty().set("a heron at dawn");
            form.create(created::add, failures::add);
            form.create(created::add, failures::add);
            assertThat(created.get(0)).isInstanceOf(GenerationCreationResult.Created.class);
            assertThat(created.get(1)).isInstanceOf(GenerationCreationResult.AlreadyThere.class);

            form.promptProperty().set("a heron at dusk");
            form.create(created::add, failures::add);
            assertThat(failures)
                    .singleElement()
                    .extracting(NewGenerationModel::sentence)
                    .asString()
                    .startsWith("The first try was created with different values.");
            assertThat(paid("ben")).isEqualTo(1);
        }
    }

    private static long paid(String user) {
        return DATABASE.get()
                .read(handle -> handle.createQuery(
                                "select count(*) from credit_transaction where user_id = :user and kind = 'DEDUCT'")
                        .bind("user", user)
                        .mapTo(Long.class)
                        .one());
    }
}
