package dev.darkroom.sandbox.fal;

import static dev.darkroom.sandbox.fal.FalCaller.FLUX;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What must survive a restart of the stand-in. */
class FalRestartTest {
    @TempDir
    Path folder;

    private final HandClock clock = new HandClock();

    private FalSandbox start(int port) {
        return FalSandbox.start(FalSandboxSettings.defaults()
                .withPort(port)
                .withClock(clock)
                .withPictureScale(0.1)
                .withDirectory(folder));
    }

    @Test
    void books_results_files_and_waiting_requests_survive() {
        JsonNode done;
        JsonNode waiting;
        RequestLedger before;
        byte[] picture;
        String fileAddress;
        int port;
        try (FalSandbox sandbox = start(0);
                FalCaller fal = new FalCaller(sandbox)) {
            port = URI.create(sandbox.url()).getPort();
            done = fal.accepted(FLUX, "{\"prompt\":\"done\"}");
            clock.move(Duration.ofSeconds(1));
            fal.status(done);
            clock.move(Duration.ofSeconds(5));
            fileAddress = fal.finished(done).json().at("/images/0/url").asText();
            picture = fal.get(fileAddress).bytes();
            waiting = fal.accepted(FLUX, "{\"prompt\":\"waiting\"}");
            before = sandbox.ledger();
        }

        try (FalSandbox sandbox = start(port);
                FalCaller fal = new FalCaller(sandbox)) {
            assertThat(sandbox.ledger()).isEqualTo(before);
            assertThat(fal.result(done).json().at("/images/0/url").asText()).isEqualTo(fileAddress);
            assertThat(fal.get(fileAddress).bytes()).isEqualTo(picture);
            assertThat(fal.is(waiting, "IN_QUEUE")).isTrue();

            clock.move(Duration.ofSeconds(1));
            fal.status(waiting);
            clock.move(Duration.ofSeconds(5));
            assertThat(fal.finished(waiting).status()).isEqualTo(200);
            assertThat(sandbox.ledger().entries()).hasSize(2);
        }
    }

    @Test
    void on_another_port_the_results_name_the_new_address() {
        JsonNode done;
        try (FalSandbox sandbox = start(0);
                FalCaller fal = new FalCaller(sandbox)) {
            done = fal.accepted(FLUX, "{\"prompt\":\"done\"}");
            clock.move(Duration.ofSeconds(1));
            fal.status(done);
            clock.move(Duration.ofSeconds(5));
            fal.finished(done);
        }

        try (FalSandbox sandbox = start(0);
                FalCaller fal = new FalCaller(sandbox)) {
            JsonNode result = fal.get(
                            "/fal-ai/flux/requests/" + done.get("request_id").asText())
                    .json();
            assertThat(result.at("/images/0/url").asText()).startsWith(sandbox.url() + "/files/");
            assertThat(fal.get(result.at("/images/0/url").asText()).status()).isEqualTo(200);
        }
    }

    @Test
    void a_job_that_is_known_late_is_known_at_once_after_a_restart() {
        JsonNode late;
        try (FalSandbox sandbox = start(0);
                FalCaller fal = new FalCaller(sandbox)) {
            late = fal.accepted(FLUX, "{\"prompt\":\"late\",\"sandbox_fault\":\"status-late\"}");
            assertThat(fal.get(statusPath(late)).status()).isEqualTo(404);
        }

        try (FalSandbox sandbox = start(0);
                FalCaller fal = new FalCaller(sandbox)) {
            assertThat(fal.get(statusPath(late)).status()).isNotEqualTo(404);
        }
    }

    private static String statusPath(JsonNode job) {
        return "/fal-ai/flux/requests/" + job.get("request_id").asText() + "/status";
    }

    @Test
    void what_was_being_made_at_the_end_is_made_after_the_restart() {
        FalSandboxSettings busy =
                FalSandboxSettings.defaults().withSpeed(100_000).withDirectory(folder);
        int sounds = 8;
        try (FalSandbox sandbox = FalSandbox.start(busy);
                FalCaller fal = new FalCaller(sandbox)) {
            for (int n = 0; n < sounds; n++) {
                fal.accepted("fal-ai/stable-audio", "{\"prompt\":\"rain\",\"seed\":" + n + "}");
            }
        }

        try (FalSandbox sandbox = FalSandbox.start(busy)) {
            FalCaller.await(() -> sandbox.ledger().entries().stream()
                    .allMatch(entry -> entry.state() == RequestLedger.State.SUCCEEDED));
            assertThat(sandbox.ledger().entries()).hasSize(sounds);
            assertThat(sandbox.ledger().acceptedTwice()).isEmpty();
        }
    }

    @Test
    void half_a_line_at_the_end_of_the_journal_does_no_harm() throws IOException {
        try (FalSandbox sandbox = start(0);
                FalCaller fal = new FalCaller(sandbox)) {
            fal.accepted(FLUX, "{\"prompt\":\"1\"}");
        }
        Files.writeString(folder.resolve("journal.jsonl"), "{\"accepted\":{\"id\":\"01", StandardOpenOption.APPEND);

        try (FalSandbox sandbox = start(0);
                FalCaller fal = new FalCaller(sandbox)) {
            fal.accepted(FLUX, "{\"prompt\":\"2\"}");
        }
        try (FalSandbox sandbox = start(0)) {
            assertThat(sandbox.ledger().entries()).hasSize(2);
        }
    }
}
