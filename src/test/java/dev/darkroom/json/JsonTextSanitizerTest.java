package dev.darkroom.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.database.TestDatabase;
import dev.darkroom.http.RemoteException;
import dev.darkroom.http.RemoteException.RemoteFailureKind;
import dev.darkroom.message.CodedMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JsonTextSanitizerTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    @Test
    void text_that_is_right_stays_the_same_object() {
        String text = "a café, \uD83D\uDCA5 and a\ttab\n";
        assertThat(JsonTextSanitizer.clean(text)).isSameAs(text);
        assertThat(JsonTextSanitizer.isClean(text)).isTrue();
    }

    @Test
    void nul_goes_and_half_a_pair_is_replaced() {
        assertThat(JsonTextSanitizer.clean("a\0b")).isEqualTo("ab");
        assertThat(JsonTextSanitizer.clean("\uD83D")).isEqualTo("\uFFFD");
        assertThat(JsonTextSanitizer.clean("\uDCA5\uD83Dx\uD83D\uDCA5\uD83D"))
                .isEqualTo("\uFFFD\uFFFDx\uD83D\uDCA5\uFFFD");
        assertThat(JsonTextSanitizer.clean("typed \\u0000 stays")).isEqualTo("typed \\u0000 stays");
        assertThat(JsonTextSanitizer.isClean("a\0b")).isFalse();
        assertThat(JsonTextSanitizer.isClean("a\uD83D")).isFalse();
    }

    @Test
    void cutting_never_halves_a_character() {
        assertThat(JsonTextSanitizer.clean("abc", 3)).isEqualTo("abc");
        assertThat(JsonTextSanitizer.clean("abcd", 3)).isEqualTo("abc…");
        assertThat(JsonTextSanitizer.clean("ab\uD83D\uDCA5cd", 3)).isEqualTo("ab…");
        assertThat(JsonTextSanitizer.clean("ab\uD83D\uDCA5cd", 4)).isEqualTo("ab\uD83D\uDCA5…");
    }

    @Test
    void a_column_takes_whatever_was_cleaned_and_every_message_of_a_failure() {
        String odd = "\0 \uD83D \uDCA5\uD83D \uD83D\uDCA5";
        RemoteException failure =
                new RemoteException("s", 0, "c", CodedMessage.quoted("odd " + odd), RemoteFailureKind.FINAL);
        for (String text : new String[] {JsonTextSanitizer.clean(odd), String.valueOf(failure.getMessage())}) {
            String kept = DATABASE.get()
                    .read(handle -> handle.createQuery("select cast(:text as text)")
                            .bind("text", text)
                            .mapTo(String.class)
                            .one());
            assertThat(kept).isEqualTo(text).doesNotContain("\0");
        }
    }
}
