package dev.darkroom.sandbox.fal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.sandbox.fal.job.FalQueue;
import dev.darkroom.sandbox.fal.job.QueuedJob;
import dev.darkroom.sandbox.fault.SandboxFault;
import dev.darkroom.sandbox.http.SandboxReply;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sends server-sent events: one per change of status or log, the last one for COMPLETED. */
final class FalStatusStream implements SandboxReply.EventFeed {
    private static final Duration POLL_INTERVAL = Duration.ofMillis(40);
    private static final int POLLS_WITHOUT_CHANGE = 250;

    private final FalQueue queue;
    private final FalJobView view;
    private final String id;
    private final boolean logs;
    private int sentLogs;
    private String last = "";

    FalStatusStream(FalQueue queue, FalJobView view, String id, boolean logs) {
        this.queue = queue;
        this.view = view;
        this.id = id;
        this.logs = logs;
    }

    private record StatusView(ObjectNode status, int logCount, boolean ended, boolean cut) {
        boolean is(String word) {
            return status.path("status").asText().equals(word);
        }
    }

    SandboxReply reply() {
        return new SandboxReply.Answer(
                200,
                Map.of("Content-Type", "text/event-stream", "Cache-Control", "no-cache", "x-fal-request-id", id),
                new SandboxReply.Body.Events(this));
    }

    @Override
    public void write(OutputStream out) throws IOException, InterruptedException {
        int quiet = 0;
        while (queue.isOpen()) {
            Optional<StatusView> now = queue.read(id, this::statusOf);
            if (now.isEmpty()) {
                return;
            }
            String event = event(now.get());
            quiet = event == null ? quiet + 1 : 0;
            if (event != null || quiet >= POLLS_WITHOUT_CHANGE) {
                out.write((event == null ? ": still here\n\n" : event).getBytes(StandardCharsets.UTF_8));
                out.flush();
                quiet = 0;
            }
            if (now.get().ended() || (now.get().cut() && now.get().is("IN_PROGRESS"))) {
                return;
            }
            Thread.sleep(POLL_INTERVAL);
        }
    }

    private StatusView statusOf(QueuedJob job) {
        return new StatusView(
                view.status(job, logs ? sentLogs : -1),
                view.logCount(job),
                job.ended(),
                job.has(SandboxFault.STREAM_CUT));
    }

    private @Nullable String event(StatusView now) {
        String key = now.status().path("status").asText() + now.status().path("queue_position") + now.logCount();
        if (key.equals(last)) {
            return null;
        }
        last = key;
        sentLogs = now.logCount();
        return "data: " + JsonMapping.write(now.status()) + "\n\n";
    }
}
