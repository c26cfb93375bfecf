package dev.darkroom.sandbox.fal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.sandbox.fal.job.FalQueue;
import dev.darkroom.sandbox.fal.job.JobOutput;
import dev.darkroom.sandbox.fal.job.QueuedJob;
import dev.darkroom.sandbox.fal.job.QueuedSubmission;
import dev.darkroom.sandbox.http.SandboxReply;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Renders a job for the submit and status calls. Requires the queue's lock. */
final class FalJobView {
    private final String address;
    private final FalQueue queue;

    FalJobView(String address, FalQueue queue) {
        this.address = address;
        this.queue = queue;
    }

    ObjectNode accepted(QueuedSubmission submission, int position) {
        ObjectNode body = head("IN_QUEUE", submission);
        body.putNull("logs");
        body.set("metrics", SandboxReply.object());
        return body.put("queue_position", position);
    }

    /** @param fromLog the number of log lines the caller already has; negative for no log */
    ObjectNode status(QueuedJob job, int fromLog) {
        ObjectNode body = head(word(job), job.submission);
        if (fromLog < 0) {
            body.putNull("logs");
        } else {
            body.set("logs", logs(job, fromLog));
        }
        ObjectNode metrics = SandboxReply.object();
        if (job.ended() && job.startedAt != null) {
            metrics.put("inference_time", JobOutput.seconds(job.ran(queue.now())));
        }
        body.set("metrics", metrics);
        if (job.state == QueuedJob.State.WAITING) {
            body.put("queue_position", queue.position(job));
        }
        if (job.outcome != null && job.outcome.errorType() != null) {
            body.put("error", job.outcome.error()).put("error_type", job.outcome.errorType());
        }
        return body;
    }

    int logCount(QueuedJob job) {
        return lines(job).size();
    }

    private static String word(QueuedJob job) {
        return switch (job.state) {
            case WAITING -> "IN_QUEUE";
            case RUNNING -> "IN_PROGRESS";
            case ENDED -> "COMPLETED";
        };
    }

    private ObjectNode head(String status, QueuedSubmission submission) {
        String own = address + "/" + submission.endpointId().app() + "/requests/" + submission.id();
        return SandboxReply.object()
                .put("status", status)
                .put("request_id", submission.id())
                .put("response_url", own)
                .put("status_url", own + "/status")
                .put("cancel_url", own + "/cancel");
    }

    private ArrayNode logs(QueuedJob job, int from) {
        ArrayNode logs = SandboxReply.array();
        lines(job).stream()
                .skip(from)
                .forEach(line -> logs.addObject()
                        .put("message", line.text())
                        .put("level", line.level())
                        .put("source", "USER")
                        .put(
                                "timestamp",
                                line.at().truncatedTo(ChronoUnit.MILLIS).toString()));
        return logs;
    }

    private record Said(Instant at, String level, String text) {}

    /** Returns the runner's log lines so far; derived from the times, not stored. */
    private List<Said> lines(QueuedJob job) {
        List<Said> lines = new ArrayList<>();
        if (job.startedAt == null || job.due == null) {
            return lines;
        }
        Duration run = Duration.between(job.startedAt, job.due);
        lines.add(new Said(job.startedAt, "INFO", "Running " + job.submission.endpoint()));
        for (int quarter = 1; quarter <= 4; quarter++) {
            Instant at = job.startedAt.plus(run.multipliedBy(quarter).dividedBy(5));
            lines.add(new Said(
                    at, "STDERR", quarter * 25 + "%|" + "#".repeat(quarter * 3) + " ".repeat(12 - quarter * 3) + "|"));
        }
        if (job.endedAt != null && job.outcome != null) {
            boolean good = job.outcome.status() < 400;
            String last = good
                    ? "Finished, " + job.outcome.files().size() + " file(s)"
                    : "Failed with " + job.outcome.status();
            lines.add(new Said(job.endedAt, good ? "INFO" : "ERROR", last));
        }
        Instant now = job.endedAt == null ? queue.now() : job.endedAt;
        return lines.stream().filter(line -> !line.at().isAfter(now)).toList();
    }
}
