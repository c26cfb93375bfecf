package dev.darkroom.console.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.logfile.LogFile;
import dev.darkroom.logfile.merge.MergedLog;
import dev.darkroom.logfile.query.LogQuery;
import dev.darkroom.logfile.query.LogSelection;
import dev.darkroom.message.CodedIoException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogExportTest {
    private static final String KEY = "sb_secret_ab12CD34ef56GH78ij90KL12";

    @TempDir
    Path folder;

    @Test
    void secrets_are_masked_and_every_other_byte_stays_damaged_ones_too() throws IOException {
        byte[] line = ("2026-11-23 13:44:29.123 INFO  [main] a - 🔍 [STORAGE] key " + KEY + " Grüße ")
                .getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(line);
        all.write(new byte[] {(byte) 0xFF, 0, (byte) 0xC3, '\r', '\n'});
        all.writeBytes(
                "2026-11-23 13:44:29.124 INFO  [main] a - 🔍 [DB-CREATE] other\n".getBytes(StandardCharsets.UTF_8));
        Path log = Files.write(folder.resolve("backend.log"), all.toByteArray());

        byte[] masked = export(log, true);
        byte[] raw = export(log, false);

        String text = new String(all.toByteArray(), StandardCharsets.ISO_8859_1);
        assertThat(raw).isEqualTo(all.toByteArray());
        assertThat(new String(masked, StandardCharsets.ISO_8859_1)).isEqualTo(text.replace(KEY, "***"));
    }

    @Test
    void a_colored_secret_and_the_lines_of_a_private_key_are_masked() throws IOException {
        String content = """
                \u001b[36mpassword\u001b[0m=\u001b[35mhunter2\u001b[0m
                -----BEGIN PRIVATE KEY-----
                MIIEvQIBADANBgkq
                -----END PRIVATE KEY-----
                """;
        Path log = Files.writeString(folder.resolve("server.log"), content);

        assertThat(new String(export(log, true), StandardCharsets.UTF_8))
                .isEqualTo(content.replace("hunter2", "***").replace("MIIEvQIBADANBgkq", "***"));
    }

    @Test
    void an_export_that_is_stopped_leaves_nothing_behind() throws IOException {
        Path log = Files.writeString(folder.resolve("backend.log"), "2026-11-23 13:44:29.123 INFO  [main] a - x\n");
        Path target = folder.resolve("out.log");

        try (LogFile file = LogFile.open(log)) {
            LogExport.Records records = new LogExport.Records(file, 1, place -> place);
            assertThatThrownBy(() -> LogExport.write(records, target, true, _ -> {
                        throw new CancellationException();
                    }))
                    .isInstanceOf(CancellationException.class);
            assertThatThrownBy(() -> LogExport.write(records, log, true, _ -> {}))
                    .hasMessageContaining("is the log itself");
        }

        try (var left = Files.list(folder)) {
            assertThat(left).containsExactly(log);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_log_that_is_lost_during_the_export_leaves_no_file_and_a_sentence(Loss loss) throws IOException {
        String line = "2026-11-23 13:44:29.123 INFO  [main] a - first\n";
        Path log = Files.writeString(folder.resolve("backend.log"), line.repeat(5000));
        Path target = folder.resolve("out.log");

        try (LogFile file = LogFile.open(log)) {
            LogSelection all = file.select(LogQuery.ALL, null);
            LogExport.Records records = new LogExport.Records(file, all.size(), all::record);
            assertThatThrownBy(() -> LogExport.write(records, target, true, place -> {
                        if (place == 0) {
                            lose(file, loss, line.replace("first", "other"));
                        }
                    }))
                    .isInstanceOf(CodedIoException.class)
                    .hasMessageContaining(loss == Loss.CUT ? "backend.log was cut" : "was cut or replaced");
        }

        try (var left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .doesNotContain("out.log")
                    .noneMatch(name -> name.endsWith(".part"));
        }
    }

    enum Loss {
        CUT,
        CUT_AND_GROWN_AGAIN,
        REPLACED_AND_READ_ANEW
    }

    private void lose(LogFile file, Loss loss, String other) {
        try {
            switch (loss) {
                case CUT -> Files.writeString(file.path(), other);
                case CUT_AND_GROWN_AGAIN -> Files.writeString(file.path(), other.repeat(6000));
                case REPLACED_AND_READ_ANEW -> {
                    Files.move(file.path(), folder.resolve("old.log"));
                    Files.writeString(file.path(), other.repeat(6000));
                    file.refresh();
                }
            }
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    @Test
    void a_record_begins_on_a_line_of_its_own_even_where_the_file_before_ends_without_one() throws IOException {
        Path first = Files.writeString(folder.resolve("a.log"), "2026-11-23 13:44:29.123 INFO  [main] a - one");
        Path second = Files.writeString(folder.resolve("b.log"), "2026-11-23 13:44:29.124 ERROR [main] a - two\n");
        Path target = folder.resolve("out.log");

        try (MergedLog log = MergedLog.openUnread(List.of(first, second), null)) {
            log.refresh(_ -> {});
            LogExport.Records records = new LogExport.Records(log, 2, place -> place);
            LogExport.write(records, target, false, _ -> {});
            assertThat(target).hasContent(Files.readString(first) + "\n" + Files.readString(second));
            LogExport.write(records, target, true, _ -> {});
            assertThat(target).hasContent(Files.readString(first) + "\n" + Files.readString(second));
            assertThat(LogExport.text(records, 1 << 20).text().lines()).hasSize(2);
        }
    }

    @Test
    void a_record_of_many_megabytes_is_copied_up_to_the_bound() throws IOException {
        Path log = Files.writeString(
                folder.resolve("long.log"),
                "2026-11-23 13:44:29.123 INFO  [main] a - " + "long words ".repeat(400_000));

        try (LogFile file = LogFile.open(log)) {
            LogExport.Text text = LogExport.text(new LogExport.Records(file, 1, place -> place), 1 << 20);
            assertThat(text.whole()).isFalse();
            assertThat(text.text().length()).isEqualTo(1 << 20);
        }
        assertThat(export(log, true)).isEqualTo(Files.readAllBytes(log));
    }

    private byte[] export(Path log, boolean masked) throws IOException {
        Path target = folder.resolve("exported-" + masked + ".log");
        try (LogFile file = LogFile.open(log)) {
            LogSelection all = file.select(LogQuery.ALL, null);
            LogExport.write(new LogExport.Records(file, all.size(), all::record), target, masked, _ -> {});
        }
        byte[] bytes = Files.readAllBytes(target);
        Files.delete(target);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s",
                "2026-03-01T10:00:00.123456789Z stdout F %s",
                "web-1  | %s",
                "{\"log\":\"%s\\n\",\"stream\":\"stdout\",\"time\":\"2026-03-01T10:00:00Z\"}"
            })
    void the_line_of_a_private_key_is_masked_also_in_the_log_of_a_container_and_without_its_neighbours(String form)
            throws IOException {
        String key = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj";
        List<String> lines = List.of("-----BEGIN PRIVATE KEY-----", key, "wggSjAgEAAoI=", "-----END PRIVATE KEY-----");
        String content = lines.stream().map(form::formatted).collect(Collectors.joining("\n", "", "\n"));
        Path log = Files.writeString(folder.resolve("server.log"), content);

        assertThat(new String(export(log, true), StandardCharsets.UTF_8))
                .contains("-----BEGIN PRIVATE KEY-----", form.formatted("***"), "-----END PRIVATE KEY-----")
                .doesNotContain("MIIE", "wggS");
        try (LogFile file = LogFile.open(log)) {
            for (int number : new int[] {1, 2}) {
                assertThat(LogExport.text(new LogExport.Records(file, 1, _ -> number), 1 << 20)
                                .text())
                        .isEqualTo(form.formatted("***") + "\n");
            }
        }
    }
}
