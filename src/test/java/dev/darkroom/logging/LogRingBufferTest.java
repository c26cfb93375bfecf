package dev.darkroom.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

class LogRingBufferTest {
    private final LogRingBuffer live = new LogRingBuffer(10);

    private void write(int from, int to) {
        for (int i = from; i < to; i++) {
            live.append(new LogLine(
                    Instant.EPOCH,
                    Level.INFO,
                    LogCategory.STORAGE,
                    LogMark.NOTE,
                    "t",
                    "l",
                    "" + i,
                    "",
                    null,
                    null,
                    null,
                    null));
        }
    }

    @Test
    void a_reader_takes_every_line_once_in_order() {
        LogRingBuffer.Subscription reader = live.subscribe();
        write(0, 4);
        assertThat(reader.take(3)).extracting(LogLine::text).containsExactly("0", "1", "2");
        write(4, 6);
        assertThat(reader.waiting()).isEqualTo(3);
        assertThat(reader.take(100)).extracting(LogLine::text).containsExactly("3", "4", "5");
        assertThat(reader.take(100)).isEmpty();
        assertThat(reader.missed()).isZero();
    }

    @Test
    void a_slow_reader_misses_the_oldest_and_is_told_how_many() {
        LogRingBuffer.Subscription reader = live.subscribe();
        write(0, 25);
        assertThat(reader.take(100)).extracting(LogLine::text).startsWith("15").endsWith("24");
        assertThat(reader.missed()).isEqualTo(15);
    }

    @Test
    void a_late_reader_begins_with_what_is_kept() {
        write(0, 12);
        assertThat(live.subscribe().take(100)).hasSize(10);
        assertThat(live.subscribe().missed()).isZero();
        write(12, 13);
        assertThat(live.lines(line -> line.text().startsWith("1"))).hasSize(3);
    }
}
