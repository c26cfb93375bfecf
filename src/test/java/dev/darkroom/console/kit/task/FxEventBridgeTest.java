package dev.darkroom.console.kit.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.ConsoleWindowTest;
import dev.darkroom.console.kit.text.ErrorMessages;
import dev.darkroom.logging.DefectReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javafx.application.Platform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FxEventBridgeTest extends ConsoleWindowTest {
    record Value(int id, int number) {}

    @Test
    void of_many_values_with_one_id_the_latest_arrives_in_one_batch() {
        List<List<Value>> batches = new ArrayList<>();
        FxChannel<Value> channel = feed().latest(Value::id, batch -> batches.add(List.copyOf(batch)));
        fx(
                () -> { // nothing can be handed over while this runs, so all of it falls into one beat
                    for (int number = 0; number < 10_000; number++) {
                        channel.offer(new Value(number % 3, number));
                    }
                    return null;
                });
        await("last value", () -> batches.stream().anyMatch(batch -> batch.contains(new Value(0, 9_999))));

        assertThat(fx(() -> batches.stream().mapToInt(List::size).sum())).isLessThanOrEqualTo(6);
        assertThat(fx(() -> batches.getLast()))
                .containsExactly(new Value(0, 9_999), new Value(1, 9_997), new Value(2, 9_998));
    }

    @Test
    void a_closed_channel_delivers_nothing_more() {
        List<Integer> closed = new ArrayList<>();
        List<Integer> open = new ArrayList<>();
        FxChannel<Integer> first = feed().latest(n -> n, closed::addAll);
        FxChannel<Integer> second = feed().latest(n -> n, open::addAll);
        first.close();
        first.offer(1);
        second.offer(2);
        await("the open one", () -> open.contains(2));

        assertThat(closed).isEmpty();
    }

    @Test
    void a_receiver_that_throws_does_not_take_the_others_events_away() {
        List<Throwable> told = new ArrayList<>();
        onFx(() -> Thread.currentThread().setUncaughtExceptionHandler((_, failure) -> told.add(failure)));
        List<Integer> arrived = new ArrayList<>();
        FxChannel<Integer> bad = feed().latest(n -> n, _ -> {
            throw new IllegalStateException("bad receiver");
        });
        FxChannel<Integer> good = feed().latest(n -> n, arrived::addAll);
        bad.offer(1);
        good.offer(1);
        await("the good one", () -> arrived.contains(1));
        await("the failure is told", () -> !told.isEmpty());
    }

    @Test
    void work_runs_in_the_background_and_its_result_arrives_on_the_fx_thread() {
        List<String> arrived = new ArrayList<>();
        fx(() -> feed().load(
                        () -> Platform.isFxApplicationThread()
                                ? "fx"
                                : Thread.currentThread().isVirtual() ? "virtual" : "platform",
                        where -> arrived.add(where + "," + Platform.isFxApplicationThread()),
                        failure -> arrived.add(failure.toString())));
        await("result", () -> !arrived.isEmpty());

        assertThat(arrived).containsExactly("virtual,true");
    }

    @Test
    void a_failure_arrives_as_what_was_thrown() {
        List<Exception> arrived = new ArrayList<>();
        feed().load(
                        () -> {
                            throw new IllegalStateException("no database");
                        },
                        _ -> arrived.add(
                                new AssertionError("it did not fail").getCause() == null ? new Exception() : null),
                        arrived::add);
        await("failure", () -> !arrived.isEmpty());

        assertThat(arrived.getFirst()).hasMessage("no database");
    }

    @Test
    void a_late_answer_never_overwrites_a_newer_one() {
        List<String> arrived = new ArrayList<>();
        CountDownLatch hold = new CountDownLatch(1);
        LatestTask latest = feed().latestTask();
        onFx(() -> {
            latest.load(
                    () -> {
                        boolean held = true;
                        while (held) { // slow work that does not care about being interrupted
                            try {
                                hold.await();
                                held = false;
                            } catch (InterruptedException _) {
                                held = true;
                            }
                        }
                        return "old";
                    },
                    arrived::add,
                    failure -> arrived.add(failure.toString()));
        });
        onFx(() -> latest.load(() -> "new", arrived::add, failure -> arrived.add(failure.toString())));
        await("new answer", () -> arrived.contains("new"));
        hold.countDown();
        List<String> after = new ArrayList<>();
        feed().load(() -> "later", after::add, _ -> {});
        await("work that began later", () -> !after.isEmpty());

        assertThat(arrived).containsExactly("new");
    }

    @Test
    void a_question_is_repeated_until_it_is_closed() {
        AtomicInteger asked = new AtomicInteger();
        List<Integer> answers = new ArrayList<>();
        PollingTask repeating = fx(() -> feed().poll(Duration.ofMillis(1), asked::incrementAndGet, answers::add));
        await("three answers", () -> answers.size() >= 3);
        int closedAt = fx(() -> {
            repeating.close();
            return answers.size();
        });
        List<Integer> other = new ArrayList<>();
        fx(() -> feed().poll(Duration.ofMillis(1), () -> 1, other::add));
        await("others go on", () -> other.size() >= 3);

        assertThat(answers).hasSize(closedAt);
        assertThat(fx(() -> answers.subList(0, 3))).containsExactly(1, 2, 3);
    }

    @ParameterizedTest
    @MethodSource("errors")
    void an_error_in_a_repeated_question_is_told_once_and_it_is_asked_again(Error error) {
        List<Throwable> told = new CopyOnWriteArrayList<>();
        AtomicInteger asked = new AtomicInteger();
        List<Integer> answers = new ArrayList<>();
        try (DefectReport.Listening _ = DefectReport.listen(told::add)) {
            fx(() -> feed().poll(
                            Duration.ofMillis(1),
                            () -> {
                                if (asked.incrementAndGet() <= 3) {
                                    throw error;
                                }
                                return asked.get();
                            },
                            answers::add));
            await("an answer after three errors", () -> answers.size() >= 3);
        }

        assertThat(fx(() -> answers.getFirst())).isEqualTo(4);
        assertThat(told).containsExactly(error);
    }

    private static Stream<Error> errors() {
        return Stream.of(
                new OutOfMemoryError("Java heap space"), new StackOverflowError(), new NoClassDefFoundError("x"));
    }

    @Test
    void an_error_arrives_as_a_failure_is_told_and_leaves_it_idle() {
        List<Throwable> told = new CopyOnWriteArrayList<>();
        List<String> failures = new ArrayList<>();
        LatestTask latest = feed().latestTask();
        try (DefectReport.Listening _ = DefectReport.listen(told::add)) {
            onFx(() -> {
                latest.load(
                        () -> {
                            throw new OutOfMemoryError("Java heap space");
                        },
                        _ -> failures.add("no failure"),
                        failure -> failures.add(ErrorMessages.of(failure)));
            });
            await("the failure", () -> !failures.isEmpty());
        }

        assertThat(failures).containsExactly("Out of memory: close what you do not need, or give Java more with -Xmx.");
        assertThat(told).hasSize(1);
        assertThat(fx(latest::isRunning)).isFalse();
    }

    @Test
    void a_receiver_that_ends_in_an_error_does_not_end_the_repetition() {
        List<Throwable> told = new ArrayList<>();
        onFx(() -> Thread.currentThread().setUncaughtExceptionHandler((_, failure) -> told.add(failure)));
        List<Integer> answers = new ArrayList<>();
        fx(() -> feed().poll(Duration.ofMillis(1), () -> 1, answer -> {
            answers.add(answer);
            throw new StackOverflowError();
        }));
        await("it goes on", () -> answers.size() >= 3);

        assertThat(fx(() -> told.getFirst())).isInstanceOf(StackOverflowError.class);
    }
}
