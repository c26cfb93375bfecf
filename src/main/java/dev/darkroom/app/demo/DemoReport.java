package dev.darkroom.app.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.json.JsonMapping;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The totals of a demo run, and whether all sides agree. */
public record DemoReport(
        long requested,
        long created,
        long completed,
        long withWarning,
        long failed,
        long cancelled,
        long open,
        long refused,
        long decided,
        long creditsDeducted,
        long creditsRefunded,
        long creditsKept,
        long filesStored,
        long bytesStored,
        Duration wall,
        List<Stage> stages,
        List<String> causes,
        DemoCheck.FromBooks books,
        List<String> disagreements) {

    /** @param p50 in milliseconds, like {@code p99} */
    public record Stage(String name, long p50, long p99) {}

    static DemoReport of(long requested, long refused, long decided, Duration wall, DemoCount count, DemoCheck check) {
        Map<String, Long> status = count.byStatus();
        List<DemoCount.Line> lines = count.lines();
        long kept = lines.stream()
                .filter(line -> !line.refunded())
                .mapToLong(DemoCount.Line::credits)
                .sum();
        long deducted = count.credits("DEDUCT");
        long refunded = count.credits("REFUND");
        DemoCheck.FromBooks books = check.books(lines);
        long open = status.getOrDefault("PENDING", 0L) + status.getOrDefault("PROCESSING", 0L);
        List<String> wrong = new java.util.ArrayList<>(check.wrong(lines));
        expect(wrong, requested == lines.size() + refused, "requested is not created + refused");
        expect(wrong, open == 0, open + " generations have not ended");
        expect(wrong, deducted - refunded == kept, "deducted − refunded is not the price of what was kept");
        expect(
                wrong,
                books.credits() == kept || open > 0,
                "the books of fal.ai say " + books.credits() + " credits were delivered, kept are " + kept);
        expect(wrong, books.paidTwice() == 0, books.paidTwice() + " requests were paid twice");
        expect(wrong, count.mismatches() == 0, "balances and ledger do not agree");
        expect(wrong, check.strays(lines) == 0, "objects without a row are in the bucket");
        return new DemoReport(
                requested,
                lines.size(),
                status.getOrDefault("COMPLETED", 0L),
                count.warnings(),
                status.getOrDefault("FAILED", 0L),
                status.getOrDefault("CANCELLED", 0L),
                open,
                refused,
                decided,
                deducted,
                refunded,
                kept,
                count.filesStored(),
                count.bytesStored(),
                wall,
                count.stages(),
                count.causes(),
                books,
                List.copyOf(wrong));
    }

    private static void expect(List<String> wrong, boolean holds, String otherwise) {
        if (!holds) {
            wrong.add(otherwise);
        }
    }

    public boolean agrees() {
        return disagreements.isEmpty();
    }

    private String remark() {
        return (decided == 0 ? "" : "given up because the answer to the submit was lost " + decided)
                + (open == 0 ? "" : " still open " + open);
    }

    private double perSecond() {
        return created / Math.max(0.001, wall.toMillis() / 1000.0);
    }

    /** The members that other programs rely on, plus the additional checks. */
    public String json() {
        ObjectNode json = JsonMapping.MAPPER.createObjectNode();
        json.put("requested", requested)
                .put("created", created)
                .put("completed", completed)
                .put("completed_with_warning", withWarning)
                .put("failed", failed)
                .put("cancelled", cancelled)
                .put("open", open)
                .put("refused", refused)
                .put("decided_by_hand", decided)
                .put("credits_deducted", creditsDeducted)
                .put("credits_refunded", creditsRefunded)
                .put("credits_kept", creditsKept)
                .put("files_stored", filesStored)
                .put("bytes_stored", bytesStored)
                .put("wall_seconds", wall.toMillis() / 1000.0)
                .put("generations_per_second", Math.round(perSecond() * 100) / 100.0);
        ObjectNode stageNode = json.putObject("stages");
        stages.forEach(stage ->
                stageNode.putObject(stage.name()).put("p50_ms", stage.p50()).put("p99_ms", stage.p99()));
        json.putObject("fal_books")
                .put("accepted", books.accepted())
                .put("billed", books.billed())
                .put("accepted_twice", books.acceptedTwice())
                .put("paid_twice", books.paidTwice())
                .put("credits_delivered", books.credits())
                .put("billed_but_refunded", books.billedButRefunded());
        json.put("agrees", agrees());
        json.putPOJO("disagreements", disagreements);
        return json.toPrettyString();
    }

    /** For a terminal. */
    public String table() {
        StringBuilder text = new StringBuilder();
        line(text, "requested", requested, "refused (too few credits) " + refused);
        line(text, "created", created, "");
        line(text, "  completed", completed, withWarning == 0 ? "" : "of these with a warning " + withWarning);
        line(text, "  failed", failed, String.join(", ", causes));
        line(text, "  cancelled", cancelled, remark());
        line(text, "credits deducted", creditsDeducted, "");
        line(text, "credits refunded", creditsRefunded, "");
        line(
                text,
                "credits kept",
                creditsKept,
                "fal.ai's own books: " + books.credits() + " delivered, paid twice: " + books.paidTwice());
        line(
                text,
                "files stored",
                filesStored,
                String.format(Locale.ROOT, "%.1f MB, hashes compared, links opened", bytesStored / 1e6));
        text.append(String.format(
                Locale.ROOT, "%-18s %9.1f s  %.1f generations/s%n", "time", wall.toMillis() / 1000.0, perSecond()));
        text.append(String.format(Locale.ROOT, "%n%-18s %9s %9s%n", "stage", "p50 ms", "p99 ms"));
        stages.forEach(stage ->
                text.append(String.format(Locale.ROOT, "%-18s %,9d %,9d%n", stage.name(), stage.p50(), stage.p99())));
        text.append(
                agrees()
                        ? "\nAll sides agree.\n"
                        : "\nNot everything agrees:\n  " + String.join("\n  ", disagreements) + "\n");
        return text.toString();
    }

    private static void line(StringBuilder text, String name, long value, String remark) {
        text.append(String.format(Locale.ROOT, "%-18s %,9d%s%s%n", name, value, remark.isEmpty() ? "" : "  ", remark));
    }
}
