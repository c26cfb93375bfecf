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
    void lines_come_in_the_order_in_which_they_were_written() {
        write(0, 4);

        assertThat(live.lines(_ -> true)).extracting(LogLine::text).containsExactly("0", "1", "2", "3");
    }

    @Test
    void the_newest_take_the_place_of_the_oldest() {
        write(0, 25);

        assertThat(live.lines(_ -> true))
                .hasSize(10)
                .extracting(LogLine::text)
                .startsWith("15")
                .endsWith("24");
        assertThat(live.lines(line -> line.text().startsWith("2"))).hasSize(5);
    }
}
