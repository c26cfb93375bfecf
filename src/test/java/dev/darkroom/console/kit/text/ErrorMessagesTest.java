package dev.darkroom.console.kit.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.database.DatabaseException;
import dev.darkroom.message.CodedIoException;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.message.FailureTranslation;
import dev.darkroom.secret.SecretRedactor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorMessagesTest {
    private static final SQLException REFUSED =
            new SQLException("ERROR: relation \"nowhere\" does not exist\n  Position: 15", "42P01");

    private final Locale before = Locale.getDefault(Locale.Category.DISPLAY);

    @AfterEach
    void back() {
        Locale.setDefault(Locale.Category.DISPLAY, before);
    }

    @Test
    void the_words_of_the_server_are_quoted_in_a_german_sentence() {
        assertThat(in(Locale.GERMAN, DatabaseException.of(REFUSED)))
                .isEqualTo("Die Datenbank hat eine Anweisung abgelehnt:"
                        + " \u201eERROR: relation \"nowhere\" does not exist\u201c.");
    }

    @Test
    void the_words_of_the_server_are_quoted_in_a_chinese_sentence() {
        assertThat(in(Locale.CHINESE, new IllegalStateException(DatabaseException.of(REFUSED))))
                .isEqualTo("\u6570\u636e\u5e93\u62d2\u7edd\u4e86\u4e00\u6761\u8bed\u53e5\uff1a"
                        + "\u201cERROR: relation \"nowhere\" does not exist\u201d\u3002");
    }

    @Test
    void english_says_what_the_log_says() {
        DatabaseException failure = DatabaseException.of(REFUSED);
        assertThat(failure).hasMessage("The database refused a statement: " + REFUSED.getMessage());
        assertThat(in(Locale.ENGLISH, failure))
                .isEqualTo("The database refused a statement: ERROR: relation \"nowhere\" does not exist");
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "57P01", "55P03", "53300", "40001", "23505", ""})
    void a_failure_of_any_kind_is_told_in_each_language(String state) {
        SQLException cause = new SQLException("words of the server", state);
        FailureTranslation.assertComplete(DatabaseException.of(cause));
        FailureTranslation.assertComplete(DatabaseException.contended(Duration.ofSeconds(1200), cause));
    }

    @Test
    void a_secret_in_the_words_of_a_server_is_told_in_no_language() {
        SecretRedactor.register("hush-hush-17");
        DatabaseException failure = DatabaseException.of(new SQLException("login hush-hush-17 refused", "28P01"));
        for (Locale locale : new Locale[] {Locale.ENGLISH, Locale.GERMAN, Locale.CHINESE}) {
            assertThat(failure.message().in(locale))
                    .contains("login *** refused")
                    .doesNotContain("hush");
            assertThat(in(locale, failure)).contains("login *** refused").doesNotContain("hush");
        }
    }

    @Test
    void a_file_that_cannot_be_written_is_told_by_its_reason_deep_inside() {
        CodedIoException reason =
                new CodedIoException(CodedMessage.of("file.unwritten", "/full/a.csv", "No space left on device"));
        FailureTranslation.assertComplete(reason);
        assertThat(in(Locale.GERMAN, new UncheckedIOException(reason)))
                .isEqualTo("Die Datei /full/a.csv kann nicht geschrieben werden:"
                        + " W\u00e4hlen Sie einen anderen Ordner (No space left on device).");
    }

    @Test
    void a_failure_of_another_program_is_quoted() {
        assertThat(in(Locale.GERMAN, new IOException("Broken pipe")))
                .isEqualTo("Es kam die Meldung \u201eBroken pipe\u201c.");
    }

    private static String in(Locale locale, Throwable failure) {
        Locale.setDefault(Locale.Category.DISPLAY, locale);
        return ErrorMessages.of(failure);
    }
}
