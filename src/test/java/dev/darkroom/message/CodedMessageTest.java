package dev.darkroom.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.EngineVitals.EngineMode;
import dev.darkroom.generation.GenerationStage;
import dev.darkroom.generation.GenerationStatus;
import dev.darkroom.generation.RetryPlan;
import dev.darkroom.generation.action.ActionGuard;
import dev.darkroom.generation.engine.ServiceCircuitBreaker;
import dev.darkroom.generation.query.GenerationFilter.GenerationPreset;
import dev.darkroom.http.NetworkFault;
import dev.darkroom.storage.access.StorageAccess.KeyProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CodedMessageTest {
    private static final ResourceBundle ENGLISH = ResourceBundle.getBundle("i18n.engine", Locale.ROOT);
    /** How sources name a code; one that ends with a dot is completed by the name of a constant. */
    private static final Pattern CODE = Pattern.compile(
            "(?:CodedMessage\\.of|Nothing|Done|RefusedInputException)\\(\\s*(?:[^;\"]{1,160}\\? )?\"([a-z_]+[\\w.]*)\"");

    @Test
    void the_sentence_is_made_in_the_language_of_who_reads_it() {
        CodedMessage waits = CodedMessage.sentences(
                CodedMessage.of("waiting.since", "0:12"), CodedMessage.NONE, CodedMessage.of("reserved", 1));

        assertThat(waits).hasToString("It has waited for 0:12. 1 credit is reserved.");
        assertThat(waits.in(Locale.GERMAN)).isEqualTo("Sie wartet seit 0:12. 1 Credit ist reserviert.");
        assertThat(waits.in(Locale.CHINESE))
                .isEqualTo("\u5df2\u7b49\u5f85 0:12\u3002\u5df2\u9884\u7559 1 \u79ef\u5206\u3002");
    }

    @Test
    void a_sentence_is_found_in_capitals_too_where_the_small_letter_of_i_is_another() {
        assertThat(CodedMessage.codesSaying("HAS WAITED FOR", Locale.of("tr"))).contains("waiting.since");
    }

    @Test
    void what_a_person_wrote_in_the_form_of_a_message_is_shown() {
        for (String written : List.of("[\"quote\"]", "[\"clause\"]", "[\"reserved\", \"x\"]", "[\"sentences\"]")) {
            CodedMessage read = CodedMessage.parse(written);
            assertThat(read.english()).as(written).doesNotContain("{");
        }
        assertThat(CodedMessage.parse("[\"reserved\", \"x\"]").english()).isEqualTo("reserved[x]");
    }

    @Test
    void what_is_stored_is_read_back_with_all_that_is_in_it() {
        CodedMessage inner = CodedMessage.of("retrying.attempt.why", 2, 5, CodedMessage.of("stage.STORING"));
        CodedMessage message = CodedMessage.sentences(CodedMessage.quoted("It's [\"odd\"]"), inner);

        assertThat(CodedMessage.parse(message.json().toString())).isEqualTo(message);
    }

    @Test
    void a_sentence_of_another_program_is_shown_as_it_is() {
        assertThat(CodedMessage.parse("No {0} \u00b7 [json")).hasToString("No {0} \u00b7 [json");
        assertThat(CodedMessage.parse(null).isEmpty()).isTrue();
    }

    @Test
    void a_code_of_a_newer_version_shows_itself() {
        assertThat(CodedMessage.of("not.yet", 7)).hasToString("not.yet[7]");
    }

    @Test
    void every_code_in_the_sources_has_its_sentence() throws IOException {
        Set<String> missing = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                CODE.matcher(Files.readString(file))
                        .results()
                        .map(found -> found.group(1))
                        .filter(code -> !isKnown(code))
                        .forEach(missing::add);
            }
        }
        assertThat(missing).isEmpty();
    }

    /** Those whose code is completed by the name of a constant. */
    @Test
    void every_constant_that_is_told_has_its_sentence() {
        assertThat(Stream.of(
                                Stream.of(ActionGuard.values()).map(ActionGuard::message),
                                Stream.of(NetworkFault.values())
                                        .map(fault -> CodedMessage.of("network." + fault.code())),
                                Stream.of(GenerationStage.values()).map(stage -> CodedMessage.of("stage." + stage)),
                                Stream.of(GenerationStatus.values()).map(status -> CodedMessage.of("status." + status)),
                                Stream.of(RetryPlan.From.values()).map(from -> CodedMessage.of("done.retry." + from)),
                                Stream.of(GenerationPreset.values()).map(view -> CodedMessage.of("view." + view)),
                                Stream.of(EngineMode.values()).map(mode -> CodedMessage.of("engine." + mode)),
                                Stream.of(KeyProblem.values()).map(why -> CodedMessage.of("key." + why)),
                                Stream.of(ServiceCircuitBreaker.Service.values())
                                        .flatMap(service -> Stream.of(ServiceCircuitBreaker.Cause.values())
                                                .filter(cause -> service != ServiceCircuitBreaker.Service.FILES
                                                        || cause == ServiceCircuitBreaker.Cause.DEGRADED)
                                                .map(cause -> CodedMessage.of("waiting." + service + "." + cause))))
                        .flatMap(messages -> messages))
                .allMatch(message -> ENGLISH.containsKey(message.code()));
    }

    private static boolean isKnown(String code) {
        return code.endsWith(".")
                ? ENGLISH.keySet().stream().anyMatch(key -> key.startsWith(code))
                : ENGLISH.containsKey(code);
    }
}
