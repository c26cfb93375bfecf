package dev.darkroom.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.message.CodedMessage;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The result of a run.
 *
 * @param results one for each requested kind, in order
 * @param stopped whether an operator stopped it
 */
public record DoctorReport(
        UUID id,
        String actor,
        Instant startedAt,
        Instant finishedAt,
        boolean stopped,
        List<DoctorCheckResult> results) {
    /** Whether everything was checked and nothing was found. */
    public boolean isClean() {
        return results.stream().allMatch(result -> result.state() == DoctorCheckResult.State.AGREES);
    }

    public long found() {
        return results.stream().mapToLong(DoctorCheckResult::found).sum();
    }

    /** Formats the report for other programs: stable identifiers, and sentences in English. */
    public String json() {
        ObjectNode root = JsonMapping.MAPPER
                .createObjectNode()
                .put("agrees", isClean())
                .put("found", found())
                .put("started_at", startedAt.toString())
                .put("finished_at", finishedAt.toString())
                .put("stopped", stopped)
                .put("by", actor);
        ArrayNode checks = root.putArray("checks");
        results.forEach(result -> checks.add(check(result)));
        try {
            return JsonMapping.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static ObjectNode check(DoctorCheckResult result) {
        ObjectNode check = JsonMapping.MAPPER
                .createObjectNode()
                .put("kind", result.check().word())
                .put("state", word(result.state()))
                .put("found", result.found())
                .put("value", result.value())
                .put(
                        "unit",
                        result.check().unit() == DoctorCheck.Unit.DOLLARS
                                ? "micro_dollars"
                                : word(result.check().unit()))
                .put("looked_at", result.checked())
                .put("why", result.said() == null ? null : result.said().english());
        ArrayNode findings = check.putArray("findings");
        result.findings().forEach(finding -> findings.add(finding(finding)));
        return check;
    }

    private static ObjectNode finding(DoctorFinding finding) {
        ObjectNode node = JsonMapping.MAPPER
                .createObjectNode()
                .put("key", finding.key())
                .put("generation", text(finding.generation()))
                .put("file", text(finding.file()))
                .put("user", finding.user().isEmpty() ? null : finding.user())
                .put("scope", finding.scope().isEmpty() ? null : finding.scope())
                .put("at", text(finding.at()))
                .put("value", finding.value());
        ArrayNode evidence = node.putArray("evidence");
        evidence.add(side(finding.check().first(), finding.first()));
        evidence.add(side(finding.check().second(), finding.second()));
        return node;
    }

    private static ObjectNode side(DoctorCheck.Side side, CodedMessage says) {
        return JsonMapping.MAPPER.createObjectNode().put("side", word(side)).put("says", says.english());
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
