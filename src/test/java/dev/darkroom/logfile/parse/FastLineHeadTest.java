package dev.darkroom.logfile.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.logfile.LogGenerator;
import dev.darkroom.logfile.LogGenerator.Style;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FastLineHeadTest {
    private static final byte[] SPOILERS = "\n\r\0 ][-:.,?Z09aA\u001b\t".getBytes(StandardCharsets.US_ASCII);

    private final CategoryDictionary tags = new CategoryDictionary();
    private final FastLineHead quick = new FastLineHead(tags);
    private final LogLineHead head = new LogLineHead();
    private final Random random = new Random(7);
    private int answered;

    /** Where it answers, it says what the careful reader says; gives where the line ends. */
    private int check(byte[] bytes, int from) {
        byte[] padded = Arrays.copyOf(bytes, bytes.length + FastLineHead.SLACK);
        Arrays.fill(padded, bytes.length, padded.length, (byte) ']');
        int to = ByteScanner.indexOf(bytes, from, bytes.length, (byte) '\n');
        int state = quick.read(padded, from, bytes.length);
        if (state != FastLineHead.UNSURE) {
            answered++;
            String line = new String(bytes, from, to - from, StandardCharsets.UTF_8);
            assertThat(head.parse(bytes, from, to)).as(line).isTrue();
            assertThat(quick.time).as(line).isEqualTo(head.time);
            assertThat(LogLevel.at(state & 7)).as(line).isEqualTo(head.level);
            String tag = head.category();
            assertThat(tags.name(state >>> 3)).as(line).isEqualTo(tag == null ? "" : tag);
            assertThat(quick.seen).as(line).isLessThanOrEqualTo(Math.max(to, from + 1));
        }
        return to + 1;
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void agrees_with_the_careful_reader_on_generated_and_on_spoilt_lines(Style style) {
        LogGenerator generator = new LogGenerator(3, style, _ -> {});
        for (int i = 0; i < 20_000; i++) {
            byte[] record = generator.record();
            for (int at = 0; at < record.length; at = check(record, at)) {}
            for (int change = 0; change < 3; change++) {
                byte[] spoilt = record.clone();
                for (int times = 1 + random.nextInt(3); times > 0; times--) {
                    int at = random.nextInt(Math.min(spoilt.length, 110));
                    spoilt[at] = random.nextInt(4) == 0
                            ? (byte) random.nextInt(256)
                            : SPOILERS[random.nextInt(SPOILERS.length)];
                }
                check(random.nextInt(4) == 0 ? Arrays.copyOf(spoilt, random.nextInt(spoilt.length)) : spoilt, 0);
            }
        }
        assertThat(answered).isGreaterThan(style == Style.NASTY ? 15_000 : 20_000);
    }

    @Test
    void answers_for_what_the_engine_and_the_older_backend_write() {
        check(
                "2026-11-23 13:44:29.123 INFO  [main] darkroom.STORAGE - 📦 [STORAGE] Starting\n"
                        .getBytes(StandardCharsets.UTF_8),
                0);
        check(
                "2026-11-23 13:44:29,123 - services.generation_service - WARNING - ⚠️ [GENERATION-PROCESSING] Starting\n"
                        .getBytes(StandardCharsets.UTF_8),
                0);
        assertThat(answered).isEqualTo(2);
    }
}
