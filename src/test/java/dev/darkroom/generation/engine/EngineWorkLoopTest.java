package dev.darkroom.generation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.logging.DefectReport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EngineWorkLoopTest {
    @ParameterizedTest
    @ValueSource(classes = {OutOfMemoryError.class, StackOverflowError.class, IllegalStateException.class})
    void a_loop_outlives_what_its_turn_throws_and_tells_it(Class<? extends Throwable> kind) throws Exception {
        List<Throwable> told = new CopyOnWriteArrayList<>();
        CountDownLatch second = new CountDownLatch(2);
        EngineWorkLoop loop = new EngineWorkLoop("The loop of this test", Duration.ofSeconds(1), () -> {
            second.countDown();
            if (second.getCount() == 1) {
                throw thrown(kind);
            }
            return false;
        });
        try (loop;
                DefectReport.Listening _ = DefectReport.listen(told::add)) {
            loop.start("loop-test");
            assertThat(second.await(20, TimeUnit.SECONDS))
                    .as("there is a second turn")
                    .isTrue();
        }

        assertThat(told).singleElement().isInstanceOf(kind);
    }

    private static RuntimeException thrown(Class<? extends Throwable> kind) throws InterruptedException {
        if (kind == OutOfMemoryError.class) {
            throw new OutOfMemoryError("Java heap space");
        }
        if (kind == StackOverflowError.class) {
            throw new StackOverflowError();
        }
        return new IllegalStateException("a defect");
    }

    @Test
    void a_listener_that_fails_keeps_no_defect_from_the_others() {
        List<Throwable> told = new CopyOnWriteArrayList<>();
        try (DefectReport.Listening _ = DefectReport.listen(_ -> {
                    throw new StackOverflowError();
                });
                DefectReport.Listening _ = DefectReport.listen(told::add)) {
            DefectReport.outlived(
                    org.slf4j.LoggerFactory.getLogger(EngineWorkLoopTest.class), "A test", new AssertionError());
        }

        assertThat(told).hasSize(1);
    }
}
