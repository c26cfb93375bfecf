package dev.darkroom.sandbox.fal.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.sandbox.fal.model.SandboxModel;
import dev.darkroom.sandbox.http.SandboxReply;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A finished request as shown by the Platform API. Unfinished requests are not part of the history. */
public record RequestHistoryEntry(
        QueuedSubmission submission,
        SandboxModel model,
        Instant startedAt,
        Instant endedAt,
        double seconds,
        boolean forgotten,
        JobOutcome outcome) {

    /** The values by which the history can be filtered. */
    public static final List<String> STATUSES = List.of("success", "error", "user_error");

    /** Longer results are not stored and never reach the history. */
    static final int MAX_RESULT_LENGTH = 1_000_000;

    public static final Comparator<RequestHistoryEntry> NEWEST_FIRST = Comparator.comparing(
                    RequestHistoryEntry::endedAt)
            .thenComparing(row -> row.submission().id())
            .reversed();

    public static final Comparator<RequestHistoryEntry> LONGEST_FIRST =
            Comparator.comparingDouble(RequestHistoryEntry::seconds).reversed().thenComparing(NEWEST_FIRST);

    /** Requires the queue's lock. */
    static Optional<RequestHistoryEntry> of(QueuedJob job) {
        if (job.endedAt == null || job.outcome == null) {
            return Optional.empty();
        }
        return Optional.of(new RequestHistoryEntry(
                job.submission,
                job.model,
                job.startedAt == null ? job.endedAt : job.startedAt,
                job.endedAt,
                JobOutput.seconds(job.ran(job.endedAt)).doubleValue(),
                job.forgotten,
                job.outcome));
    }

    public static List<RequestHistoryEntry> of(FalQueue queue) {
        return queue.readAll(RequestHistoryEntry::of).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    public boolean has(@Nullable String status) {
        if (status == null) {
            return true;
        }
        int code = outcome.status();
        return switch (status) {
            case "success" -> code < 400;
            case "user_error" -> code >= 400 && code < 500;
            case "error" -> code >= 500;
            default -> false;
        };
    }

    public ObjectNode row(boolean payloads, String address) {
        ObjectNode row = SandboxReply.object()
                .put("request_id", submission.id())
                .put("endpoint_id", submission.endpoint())
                .put("sent_at", submission.sentAt().toString())
                .put("started_at", startedAt.toString())
                .put("ended_at", endedAt.toString())
                .put("status_code", outcome.status())
                .put("duration", seconds);
        if (payloads && submission.keepPayloads() && !forgotten) {
            row.set("json_input", submission.input());
            String body = outcome.body();
            if (body != null && body.length() <= MAX_RESULT_LENGTH) {
                row.set("json_output", JsonMapping.parse(body.replace(JobOutcome.HERE, address)));
            }
        }
        return row;
    }

    public boolean billed() {
        return outcome.usd().signum() > 0;
    }

    public ObjectNode billing() {
        return SandboxReply.object()
                .put("request_id", submission.id())
                .put("endpoint_id", submission.endpoint())
                .put("timestamp", endedAt.toString())
                .put("output_units", outcome.units())
                .put("unit_price", model.price().usd())
                .put("percent_discount", 0)
                .put("cost_subtotal", outcome.usd())
                .put("cost_discount", 0)
                .put("cost_total", outcome.usd())
                .put("cost_estimate_nano_usd", outcome.usd().movePointRight(9).longValue());
    }
}
