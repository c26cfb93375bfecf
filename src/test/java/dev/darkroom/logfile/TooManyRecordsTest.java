package dev.darkroom.logfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.logfile.index.IndexedLogFile;
import dev.darkroom.logfile.index.RecordIndex;
import dev.darkroom.logfile.source.TailedFile;
import dev.darkroom.logfile.source.UnpackFolder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records are numbered by an int; a log with more is rejected with a sentence, and the records read before stay correct. */
class TooManyRecordsTest {
    @TempDir
    Path folder;

    @Test
    void a_log_with_more_records_than_there_are_numbers_is_refused_in_a_sentence() throws IOException {
        Path log = lines(1000);
        try (IndexedLogFile file = new IndexedLogFile(TailedFile.open(log, UnpackFolder.TEMPORARY), 1500)) {
            file.grow(_ -> {});
            Files.writeString(log, text(1000), java.nio.file.StandardOpenOption.APPEND);

            for (int again = 0; again < 2; again++) {
                assertThatThrownBy(() -> file.grow(_ -> {}))
                        .isInstanceOf(IOException.class)
                        .hasMessage(
                                "The log has more than 1,500 records, more than can be shown at once: open a part of it.");
            }
            assertThat(file.index().size()).isEqualTo(1000);
            assertThat(file.record(999).text()).contains("line 999");
        }
    }

    @Test
    void logs_that_have_too_many_records_together_are_refused_in_a_sentence() throws IOException {
        MergedOrder order = new MergedOrder();
        order.add(0, 2_000_000_000);
        order.add(1, 147_000_000);

        assertThatThrownBy(() -> order.add(0, 500_000))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "The log has more than 2,147,467,263 records, more than can be shown at once: open a part of it.");
        assertThat(order.size()).isEqualTo(2_147_000_000);
        assertThat(order.file(2_146_999_999)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 2_147_467_263, 1001})
    void a_kept_index_that_claims_more_records_than_its_log_has_bytes_takes_no_memory(int claimed) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new DataOutputStream(bytes).writeInt(claimed);
        try (RecordIndex index = new RecordIndex()) {
            assertThatThrownBy(
                            () -> index.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())), 1000))
                    .isInstanceOf(IOException.class)
                    .hasMessage("An index of " + claimed + " records is damaged.");
            assertThat(index.size()).isZero();
        }
    }

    private Path lines(int count) throws IOException {
        return Files.writeString(folder.resolve("long.log"), text(count));
    }

    private static String text(int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> "2026-11-24 13:51:07,%03d INFO  [main] line %d%n".formatted(n, n))
                .collect(Collectors.joining());
    }
}
