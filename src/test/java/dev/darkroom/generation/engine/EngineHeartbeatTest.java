package dev.darkroom.generation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.database.TestDatabase;
import dev.darkroom.database.embedded.ServerFolders;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EngineHeartbeatTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final Duration SILENCE = Duration.ofSeconds(20);

    @BeforeEach
    void refuse() {
        DATABASE.get().useTransaction(handle -> {
            handle.execute("""
                    create function refuse() returns trigger language plpgsql as $$
                    begin
                      raise insufficient_privilege using message = 'permission denied for table engine';
                    end $$
                    """);
            handle.execute("create trigger refuse before update on engine for each row execute function refuse()");
        });
    }

    @AfterEach
    void allow() {
        DATABASE.get().useTransaction(handle -> handle.execute("drop function refuse cascade"));
    }

    /** The heartbeats of others may be refused as well, and they would be taken for dead. */
    @Test
    void an_engine_whose_heartbeat_is_refused_does_not_judge_the_silence_of_others() {
        UUID id = UUID.randomUUID();
        EngineRegistry registry = new EngineRegistry(DATABASE.get());
        registry.begin(id, 1);
        try (EngineHeartbeat heartbeat =
                new EngineHeartbeat(id, 1, registry, () -> GenerationEngine.State.RUNNING, List::of, _ -> {})) {
            assertThat(heartbeat.isUnbroken(SILENCE)).isTrue();
            heartbeat.start();
            assertThat(ServerFolders.becomes(() -> !heartbeat.isUnbroken(SILENCE)))
                    .isTrue();
        }
    }
}
