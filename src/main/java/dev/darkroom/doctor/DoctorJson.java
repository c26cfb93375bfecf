package dev.darkroom.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.message.CodedMessage;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Formats a report for other programs: stable identifiers, and sentences in English. */
public final class DoctorJson {
    private DoctorJson() {}

    public static String of(DoctorReport report) {
        ObjectNode root = JsonMapping.MAPPER
                .createObjectNode()
                .put("agrees", report.isClean())
                .put("found", report.found())
                .put("started_at", report.startedAt().toString())
                .put("finished_at", report.finishedAt().toString())
                .put("stopped", report.stopped())
                .put("by", report.actor());
        ArrayNode checks = root.putArray("checks");
        report.results().forEach(result -> checks.add(check(result)));
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
