package dev.darkroom.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.stream.Stream;

/** Asserts that the German and Chinese messages of a failure contain everything that the English one does. */
public final class FailureTranslation {
    /** What only puts other messages together. */
    private static final Set<String> FRAMES = Set.of("quote", "clause", "sentences", "list");

    private FailureTranslation() {}

    public static void assertComplete(Throwable failure) {
        assertThat(failure).isInstanceOf(CodedError.class);
        CodedMessage message = ((CodedError) failure).message();
        assertThat(message.english()).isEqualTo(failure.getMessage());
        assertThat(message.code()).isNotIn(FRAMES);
        for (Locale locale : List.of(Locale.GERMAN, Locale.CHINESE)) {
            ResourceBundle sentences = ResourceBundle.getBundle("i18n.engine", locale);
            assertThat(messages(message).filter(each -> !FRAMES.contains(each.code())))
                    .allMatch(each -> sentences.containsKey(each.code()))
                    .noneMatch(each -> each.in(locale).equals(each.english()));
            String said = message.in(locale);
            assertThat(said).doesNotContainPattern("\\{\\d");
            assertThat(named(message)).allMatch(said::contains);
        }
    }

    private static Stream<CodedMessage> messages(CodedMessage message) {
        return Stream.concat(
                Stream.of(message),
                message.arguments().stream()
                        .filter(CodedMessage.class::isInstance)
                        .flatMap(each -> messages((CodedMessage) each)));
    }

    /** Addresses, paths, names and the words of others. */
    private static List<String> named(CodedMessage message) {
        return messages(message)
                .flatMap(each -> each.arguments().stream())
                .filter(String.class::isInstance)
                .map(each -> (String) each)
                .map(String::strip)
                .toList();
    }
}
