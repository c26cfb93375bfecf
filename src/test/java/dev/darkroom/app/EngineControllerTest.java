package dev.darkroom.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.activity.ActivityEntry;
import dev.darkroom.activity.ActivityFilter;
import dev.darkroom.activity.ActivityFilter.ActivityPreset;
import dev.darkroom.console.EngineVitals.EngineMode;
import dev.darkroom.database.TestDatabase;
import dev.darkroom.generation.engine.GenerationEngine;
import dev.darkroom.logging.LogSettings;
import dev.darkroom.logging.LoggingService;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class EngineControllerTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    @TempDir
    private Path folder;

    @Test
    void each_change_of_the_engine_switch_is_an_activity_and_one_that_cannot_be_recorded_is_made_all_the_same() {
        AppDirectories folders = StandInServices.directories(folder.resolve("home"));
        try (StandInServices services = new StandInServices(folder);
                LoggingService logging =
                        LoggingService.start(LogSettings.in(folders.logs()).withTerminal(null));
                ConnectionSession session = ConnectionSession.open(
                        new ConnectionResolver(
                                        folders,
                                        UserSettings.DEFAULT,
                                        new ProcessEnvironment(services.environment(DATABASE.settings())))
                                .choose("env"),
                        folders,
                        _ -> {})) {
            GenerationEngine engine = session.services().orElseThrow().engine;
            Consumer<EngineMode> mode = Objects.requireNonNull(
                    new EngineController(session, true, "kim", logging, Runnable::run).modeSwitch());

            for (EngineMode wanted : List.of(
                    EngineMode.RUNNING, EngineMode.PAUSED, EngineMode.PAUSED, EngineMode.RUNNING, EngineMode.OFF)) {
                mode.accept(wanted);
            }

            assertThat(activity(session))
                    .extracting(ActivityEntry::action)
                    .containsExactly("ENGINE_OFF", "ENGINE_RESUMED", "ENGINE_PAUSED", "ENGINE_ON");
            assertThat(activity(session)).allSatisfy(line -> {
                assertThat(line.actor()).isEqualTo("kim");
                assertThat(line.subject().english()).isEqualTo(engine.name());
            });
            assertThat(activity(session).getFirst().outcome().english())
                    .isEqualTo("The engine leaves the work to others.");

            execute("alter table operator_action rename to hidden");
            mode.accept(EngineMode.RUNNING);
            execute("alter table hidden rename to operator_action");
            assertThat(engine.state()).isEqualTo(GenerationEngine.State.RUNNING);
            assertThat(activity(session)).hasSize(4);
        }
    }

    private static List<ActivityEntry> activity(ConnectionSession session) {
        return session.reads().activity.page(ActivityFilter.of(ActivityPreset.MINE, "kim"), false, null, 10);
    }

    private static void execute(String sql) {
        DATABASE.get().useTransaction(handle -> handle.execute(sql));
    }
}
