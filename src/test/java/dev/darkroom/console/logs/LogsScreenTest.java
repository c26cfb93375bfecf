package dev.darkroom.console.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.ConsoleParts;
import dev.darkroom.console.ConsoleTest;
import dev.darkroom.console.EngineMode;
import dev.darkroom.console.Shell;
import dev.darkroom.console.Vitals;
import dev.darkroom.logfile.LogLevel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogsScreenTest extends ConsoleTest {
    private static final String ID = "8f3c1a2e-99ae-47de-92a4-fb643ad336f4";

    @TempDir
    Path folder;

    private final List<String> jumps = new ArrayList<>();
    private Path log;
    private LogsModel model;

    @AfterEach
    void close() {
        model.close();
    }

    @Test
    void categories_levels_search_and_the_whole_record_of_a_live_log() {
        open(1440, 900);
        await("all lines", () -> shown() == 200);
        pictures("logs-live");

        fx(() -> {
            model.wish(Wish.ALL.onlyCategories(
                    Set.of("STORAGE-UPLOAD"),
                    model.lookProperty().get().categories().byCategory().keySet()));
            return null;
        });
        await("one category", () -> shown() == 60);
        assertThat(fx(() -> model.lookProperty().get().of(LogLevel.WARN))).isEqualTo(20);

        fx(() -> {
            model.clear();
            model.wish(model.wishProperty().get().search("503", false));
            return null;
        });
        await(
                "found",
                () -> look() != null
                        && look().matches() != null
                        && look().matches().size() == 20);
        assertThat(shown()).isEqualTo(200);
        robot.press(javafx.scene.input.KeyCode.E).release(javafx.scene.input.KeyCode.E);
        await("the first error", () -> model.selectedProperty().get() >= 0);
        await("its drawer", () -> scene().getRoot().lookup(".record-drawer .facts") != null);
        pictures("logs-search");
    }

    @Test
    void what_is_written_while_one_reads_is_counted_and_does_not_move_the_page() {
        open(1000, 700);
        await("all lines", () -> shown() == 200);
        fx(() -> {
            model.pause();
            return null;
        });

        append(40);

        await("new ones", () -> model.unread() == 200);
        assertThat(fx(() -> model.unreadTroubles())).isEqualTo(20);
        pictures("logs-paused-small");
        fx(() -> {
            model.follow();
            return null;
        });
        assertThat(fx(model::unread)).isZero();
    }

    @Test
    void a_file_that_is_not_there_says_so_and_nothing_that_matches_offers_the_way_back() {
        open(1440, 900);
        await("all lines", () -> shown() == 200);
        fx(() -> {
            model.wish(model.wishProperty()
                    .get()
                    .search("nowhere to be found", false)
                    .onlyMatches(true));
            return null;
        });
        await("nothing", () -> shown() == 0);
        picture("logs-nothing-matches");

        fx(() -> {
            model.clear();
            model.open(List.of(folder.resolve("gone.log")));
            return null;
        });
        await("a sentence", () -> look() != null && look().problem() != null);
        assertThat(look().problem()).contains("gone.log");
        picture("logs-missing-file");
    }

    private void open(double width, double height) {
        log = folder.resolve("backend.log");
        append(40);
        Shell shell = showShell(width, height);
        fx(() -> {
            model = new LogsModel(feed(), List.of(LogSource.live(log)));
            LogsScreen screen = new LogsScreen(shell, model, jumps::add);
            shell.attach(
                    new ConsoleParts(
                            _ -> List.of(screen),
                            () -> new Vitals(EngineMode.RUNNING, 3, "PostgreSQL 18, embedded", 0),
                            _ -> {},
                            _ -> List.of()),
                    LogsScreen.ID);
            return null;
        });
    }

    /** Five records a round, one of them an error with its trace. */
    private void append(int rounds) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < rounds; i++) {
            String time = "2026-11-23 13:%02d:%02d.1%02d ".formatted(44 + i / 60, i % 60, i);
            String run = " [run-8f3c1a2e] ";
            text.append(time)
                    .append("INFO ")
                    .append(run)
                    .append("darkroom.GENERATION - 🔍 [GENERATION] Starting credit check for user ana.kovac\n");
            text.append(time)
                    .append("INFO ")
                    .append(run)
                    .append("darkroom.STORAGE-UPLOAD - 📥 [STORAGE-UPLOAD] Processing file 1/4\n");
            text.append(time)
                    .append("INFO ")
                    .append(run)
                    .append("darkroom.DB-STATUS - 🔄 [DB-STATUS] Updating generation ")
                    .append(ID)
                    .append(" status to: PROCESSING\n");
            if (i % 2 == 0) {
                text.append(time)
                        .append("WARN ")
                        .append(run)
                        .append(
                                "darkroom.STORAGE-UPLOAD - ⚠️ [STORAGE-UPLOAD] Partial upload success: 3/4 files, 2-ridge.png missing (503)\n");
                text.append(time)
                        .append("INFO ")
                        .append(run)
                        .append("darkroom.STORAGE-URL - ⏰ [STORAGE-URL] Expires at: 2026-11-23T14:44:52Z\n");
            } else {
                text.append(time)
                        .append("ERROR")
                        .append(run)
                        .append(
                                "darkroom.GENERATION-PROCESSING - ❌ [GENERATION-PROCESSING] Critical error processing generation ")
                        .append(ID)
                        .append('\n');
                text.append("dev.darkroom.http.RemoteException: the prompt was refused\n");
                for (int frame = 0; frame < 6; frame++) {
                    text.append("\tat dev.darkroom/dev.darkroom.fal.FalClient.result(FalClient.java:14")
                            .append(frame)
                            .append(")\n");
                }
                text.append(time)
                        .append("INFO ")
                        .append(run)
                        .append("darkroom.GENERATION - 💳 [GENERATION] Refunded 25 credits to t.mbeki\n");
            }
        }
        try {
            Files.writeString(log, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    private Look look() {
        return model.lookProperty().get();
    }

    private int shown() {
        Look look = look();
        return look == null ? -1 : look.shown().size();
    }
}
