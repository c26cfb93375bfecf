package dev.darkroom.mediafile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.darkroom.mediafile.MediaRefusal.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MediaWorkersTest {
    private final MediaWorkers workers = new MediaWorkers(1, Duration.ofMillis(200));

    @Test
    void an_error_of_a_decoder_becomes_a_refusal_and_the_next_file_is_drawn() throws IOException {
        assertThat(refusal(_ -> {
                    throw new OutOfMemoryError("of this test");
                }))
                .isEqualTo(MediaRefusal.of(Reason.MEMORY));
        assertThat(refusal(_ -> {
                    throw new StackOverflowError();
                }))
                .isEqualTo(MediaRefusal.of(Reason.DAMAGED));
        assertThat(refusal(_ -> {
                    throw new NoClassDefFoundError("of this test");
                }))
                .isEqualTo(MediaRefusal.of(Reason.ERROR, "NoClassDefFoundError"));
        assertThat(refusal(_ -> {
                    throw new IllegalStateException("of this test");
                }))
                .isEqualTo(MediaRefusal.of(Reason.DAMAGED));
        assertThat(drawn(workers)).isEqualTo("drawn");
    }

    @Test
    void a_decoder_that_asks_ends_at_its_deadline() {
        assertThat(refusal(deadline -> {
                    while (true) {
                        deadline.check();
                    }
                }))
                .isEqualTo(MediaRefusal.of(Reason.TIME, 0L));
    }

    @Test
    void a_decoder_that_never_asks_is_given_up_and_its_thread_counts_as_taken_until_it_ends() throws Exception {
        CountDownLatch held = new CountDownLatch(1);

        assertThat(refusal(_ -> {
                    awaitUninterrupted(held);
                    return "late";
                }))
                .isEqualTo(MediaRefusal.of(Reason.TIME, 0L));
        assertThat(refusal(_ -> "next")).isEqualTo(MediaRefusal.of(Reason.BUSY));

        held.countDown();
        assertThat(drawn(workers)).isEqualTo("drawn");
    }

    @Test
    void native_code_gets_no_more_bytes_once_its_time_is_over(@TempDir Path folder) throws IOException {
        Path bomb = Files.write(folder.resolve("a.jpg"), HostileMedia.bytes("scans-for-hours-4000x4000.jpg"));
        PictureFile past = new PictureFile(bomb, PictureFile.Format.JPEG, 4_000, 4_000, false);

        assertThatThrownBy(() -> past.draw(400, workers)).isInstanceOf(MediaRefusedException.class);
        // Its thread is free again: else the next one would find it taken.
        assertThat(drawn(workers)).isEqualTo("drawn");
    }

    private static String drawn(MediaWorkers by) throws IOException {
        return by.run(_ -> "drawn");
    }

    private MediaRefusal refusal(MediaWorkers.Drawing<String> drawing) {
        return catchThrowableOfType(MediaRefusedException.class, () -> workers.run(drawing))
                .refusal();
    }

    private static void awaitUninterrupted(CountDownLatch held) {
        try {
            held.await();
        } catch (InterruptedException exception) {
            throw new AssertionError(exception);
        }
    }
}
