package dev.darkroom.credit;

import static dev.darkroom.system.RecordCopy.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.credit.LedgerFilter.LedgerPreset;
import dev.darkroom.database.TestDatabase;
import dev.darkroom.event.EventBus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class LedgerExportTest {
    private static final String FORMULA = "=HYPERLINK(\"http://x\")";

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    @TempDir
    Path folder;

    private final LedgerExport export = new LedgerExport(new CreditQueries(DATABASE.get()));

    @BeforeAll
    static void seed() {
        LedgerSeed.fill(DATABASE.get(), 20, 1000);
        CreditLedger ledger = new CreditLedger(DATABASE.get(), new EventBus());
        ledger.grant(FORMULA, 5, "+1, \"really\"\nsecond line", "@admin");
        ledger.adjust("user-001", -3, "Größe 東京", "-admin", null);
    }

    @Test
    void every_line_is_written_once_and_progress_is_told() throws Exception {
        Path file = folder.resolve("all.csv");
        List<Long> progress = new ArrayList<>();

        long written = export.write(LedgerFilter.ALL, file, progress::add);

        List<String> ids = Files.readAllLines(file).stream()
                .map(line -> line.replaceFirst(",.*", ""))
                .filter(id -> id.matches("\\d+"))
                .toList();
        assertThat(ids).hasSize((int) written).doesNotHaveDuplicates();
        assertThat(written).isEqualTo(20 * 1101 + 2);
        assertThat(progress).isSorted().endsWith(written);
        assertThat(filesLeft()).containsExactly("all.csv");
    }

    @Test
    void texts_that_a_spreadsheet_would_run_are_made_harmless_and_numbers_stay_numbers() throws Exception {
        Path grant = folder.resolve("grant.csv");
        Path adjustment = folder.resolve("adjustment.csv");

        export.write(with(LedgerFilter.ALL, "user", Optional.of(FORMULA)), grant, _ -> {});
        export.write(LedgerFilter.of(LedgerPreset.BY_HAND), adjustment, _ -> {});

        assertThat(Files.readString(grant))
                .startsWith(
                        "id,time,user,kind,amount,balance_after,generation,charge,reason,by,reverses,reversed_by\r\n")
                .contains(
                        ",\"'=HYPERLINK(\"\"http://x\"\")\",GRANT,5,5,,,\"'+1, \"\"really\"\"\nsecond line\",'@admin,,\r\n");
        assertThat(Files.readString(adjustment)).contains(",ADJUST,-3,", ",Größe 東京,'-admin,,\r\n");
    }

    @Test
    void an_interrupted_export_leaves_nothing_and_keeps_the_file_before() throws Exception {
        Path file = Files.writeString(folder.resolve("kept.csv"), "before");

        assertThatThrownBy(() -> export.write(
                        LedgerFilter.ALL, file, _ -> Thread.currentThread().interrupt()))
                .isInstanceOf(InterruptedException.class);

        assertThat(file).hasContent("before");
        assertThat(filesLeft()).containsExactly("kept.csv");
    }

    @Test
    void a_folder_that_is_not_there_is_named() {
        assertThatThrownBy(() -> export.write(LedgerFilter.ALL, folder.resolve("no/such/file.csv"), _ -> {}))
                .hasMessageContaining("choose another folder");
    }

    private List<String> filesLeft() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
