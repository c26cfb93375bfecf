package dev.darkroom.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.http.RemoteException.RemoteFailureKind;
import dev.darkroom.message.CodedMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RetryingHttpCallTest {
    private final List<Duration> waits = new ArrayList<>();
    private final RandomGenerator highest = new RandomGenerator() {
        @Override
        public long nextLong() {
            return -1;
        }
    };
    private final RetryingHttpCall retry =
            new RetryingHttpCall(4, Duration.ofMillis(100), Duration.ofSeconds(1), waits::add, highest);
    private int calls;

    @Test
    void first_success_is_the_result_and_nothing_is_waited_for() {
        assertThat(retry.<String>call(() -> "fine")).isEqualTo("fine");
        assertThat(waits).isEmpty();
    }

    @Test
    void waits_double_until_the_call_succeeds() {
        String result = retry.call(() -> {
            if (++calls < 4) {
                throw failure(RemoteFailureKind.RETRYABLE, null);
            }
            return "at last";
        });
        assertThat(result).isEqualTo("at last");
        assertThat(waits).containsExactly(Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofMillis(400));
    }

    @Test
    void last_failure_is_thrown_when_the_attempts_are_used_up() {
        assertThatThrownBy(() -> retry.call(() -> {
                    throw failure(RemoteFailureKind.RETRYABLE, null, "attempt " + ++calls);
                }))
                .hasMessage("attempt 4");
        assertThat(waits).hasSize(3);
    }

    @Test
    void what_is_not_retryable_is_thrown_at_once() {
        for (RemoteFailureKind kind :
                List.of(RemoteFailureKind.FINAL, RemoteFailureKind.ACCOUNT_WIDE, RemoteFailureKind.UNKNOWN)) {
            assertThatThrownBy(() -> retry.call(() -> {
                        throw failure(kind, null);
                    }))
                    .isInstanceOf(RemoteException.class);
        }
        assertThat(waits).isEmpty();
    }

    @Test
    void what_the_service_asks_for_is_waited_when_it_is_longer() {
        retry.call(() -> {
            if (++calls < 3) {
                throw failure(RemoteFailureKind.RETRYABLE, calls == 1 ? Duration.ofMillis(700) : Duration.ofMillis(1));
            }
            return "";
        });
        assertThat(waits).containsExactly(Duration.ofMillis(700), Duration.ofMillis(200));
    }

    @Test
    void a_service_that_asks_for_more_than_the_longest_wait_is_not_waited_for() {
        assertThatThrownBy(() -> retry.call(() -> {
                    throw failure(RemoteFailureKind.RETRYABLE, Duration.ofSeconds(2));
                }))
                .isInstanceOf(RemoteException.class);
        assertThat(waits).isEmpty();
    }

    @Test
    void interrupted_wait_throws_the_failure_and_keeps_the_flag() {
        RetryingHttpCall interrupted = new RetryingHttpCall(
                4,
                Duration.ofMillis(100),
                Duration.ofSeconds(1),
                _ -> {
                    throw new InterruptedException();
                },
                highest);
        assertThatThrownBy(() -> interrupted.call(() -> {
                    throw failure(RemoteFailureKind.RETRYABLE, null);
                }))
                .isInstanceOf(RemoteException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void delay_is_bounded_and_spread() {
        RetryingHttpCall spread = new RetryingHttpCall(1, Duration.ofMillis(100), Duration.ofSeconds(1));
        for (int i = 0; i < 1_000; i++) {
            assertThat(spread.delay(1)).isBetween(Duration.ofMillis(50), Duration.ofMillis(100));
            assertThat(spread.delay(5_000)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
        }
    }

    private static RemoteException failure(RemoteFailureKind kind, @Nullable Duration retryAfter) {
        return failure(kind, retryAfter, "no");
    }

    private static RemoteException failure(RemoteFailureKind kind, @Nullable Duration retryAfter, String message) {
        return new RemoteException("fal.ai", 503, "http_503", CodedMessage.quoted(message), kind, retryAfter, null);
    }
}
