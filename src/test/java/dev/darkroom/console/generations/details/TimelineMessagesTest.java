package dev.darkroom.console.generations.details;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.fal.FalClient.FalCancelResult;
import dev.darkroom.generation.RetryPlan;
import dev.darkroom.generation.TimelineEvent;
import dev.darkroom.generation.TimelineKind;
import dev.darkroom.json.JsonMapping;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimelineMessagesTest {
    private static final String EVERYTHING = """
            {"credits": 1500, "balance": 3500, "request": "764cabcf", "files": 2, "message": "fal.ai answered 503.",
             "code": "503", "reason": "ticket 4471", "cause": "ENGINE_SILENT", "file": "ana/x/0-a.png", "from": 1,
             "to": 5, "status": "IN_QUEUE", "until": "2026-11-28T10:00:00Z", "answer": "REQUESTED",
             "changes": {"seed": ["1", "2"], "size": [null, "square"]}}
            """;

    @ParameterizedTest
    @ValueSource(strings = {"en", "de", "zh"})
    void every_kind_has_a_sentence_in_every_language_whatever_its_data_lacks(String language) {
        for (TimelineKind kind : TimelineKind.values()) {
            for (String data : new String[] {EVERYTHING, "{}"}) {
                assertThat(sentence(language, kind, data))
                        .as("%s with %s", kind, data)
                        .isNotBlank()
                        .doesNotContain("event.")
                        .doesNotContain("{")
                        .doesNotContain("null")
                        .doesNotMatch("(?s).*[:\\uff1a]\\s*");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de", "zh"})
    void every_variant_of_a_kind_has_a_sentence_of_its_own(String language) {
        MessageTexts texts = MessageTexts.of("generations", Locale.of(language));
        assertThat(Stream.of(
                                Stream.of(FalCancelResult.values()).map(answer -> "event.CANCEL_SENT." + answer),
                                Stream.of(RetryPlan.From.values()).map(from -> "event.RETRIED." + from),
                                Stream.of("FAL", "STORAGE").map(service -> "event.HANDED_BACK." + service),
                                Stream.of("ENGINE_SILENT", "ENGINE_STOPPED", "LEASE_ENDED", "RUN_VANISHED")
                                        .map(cause -> "event.TAKEN_BACK." + cause))
                        .flatMap(keys -> keys))
                .allMatch(key -> texts.find(key).isPresent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de", "zh"})
    void a11_what_a_person_did_tells_the_reason(String language) {
        Stream<TimelineKind> decided = Stream.of(TimelineKind.values())
                .filter(kind -> kind.lane() == TimelineKind.Lane.OPERATOR && kind != TimelineKind.LINK_RENEWED);
        assertThat(Stream.concat(decided, Stream.of(TimelineKind.CANCELLED, TimelineKind.FILE_LOST)))
                .allSatisfy(
                        kind -> assertThat(sentence(language, kind, EVERYTHING)).contains("ticket 4471"));
        for (RetryPlan.From from : RetryPlan.From.values()) {
            assertThat(sentence(
                            language,
                            TimelineKind.RETRIED,
                            "{\"from\": \"" + from + "\", \"reason\": \"ticket 4471\"}"))
                    .contains("ticket 4471", "ana");
        }
    }

    @Test
    void numbers_and_times_read_as_in_the_rest_of_the_window() {
        assertThat(sentence("en", TimelineKind.CREATED, "{\"credits\": 1, \"balance\": 4999}"))
                .isEqualTo("Created by ana, 1 credit deducted, balance 5,000 \u2192 4,999");
        assertThat(sentence("de", TimelineKind.CREATED, "{\"credits\": 1500, \"balance\": 3500}"))
                .isEqualTo("Angelegt von ana, 1,500 Credits abgebucht, Stand 5,000 \u2192 3,500");
        assertThat(sentence("en", TimelineKind.CREATED, "{\"credits\": 0}"))
                .isEqualTo("Created by ana, free of charge");
        assertThat(sentence("en", TimelineKind.STORED, "{\"files\": 1}")).isEqualTo("Stored 1 file");
        assertThat(sentence("de", TimelineKind.STORING, "{\"files\": 1}")).isEqualTo("1 Datei wird abgelegt");
        assertThat(sentence("de", TimelineKind.STORING, "{\"files\": 4}")).isEqualTo("4 Dateien werden abgelegt");
        assertThat(sentence("en", TimelineKind.CANCELLED, "{}")).isEqualTo("Cancelled by ana");
        assertThat(sentence("en", TimelineKind.REPAIR_ENDED, "{\"reason\": \"no longer wanted\"}"))
                .isEqualTo("Repair ended, what was delivered stays: no longer wanted");
        assertThat(sentence("en", TimelineKind.LINK_RENEWED, "{\"until\": \"2026-11-28T10:00:00Z\"}"))
                .isEqualTo(
                        "New link by ana, until " + ValueFormats.utc().absolute(Instant.parse("2026-11-28T10:00:00Z")));
        assertThat(sentence("en", TimelineKind.CANCEL_SENT, "{\"answer\": \"REMOVED\"}"))
                .isEqualTo("fal.ai took the job out of its queue");
    }

    private static String sentence(String language, TimelineKind kind, String data) {
        JsonNode members = JsonMapping.parse(data);
        return new TimelineMessages(MessageTexts.of("generations", Locale.of(language)), ValueFormats.utc())
                .sentence(new TimelineEvent(1, UUID.randomUUID(), Instant.now(), kind, 2, null, members, null, "ana"));
    }
}
