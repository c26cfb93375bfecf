package dev.darkroom.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {
    @ParameterizedTest
    @CsvSource({"texts, de", "texts, zh", "settings, de", "settings, zh"})
    void a_translation_has_the_same_keys_and_places_as_english(String bundle, String language) throws IOException {
        Properties english = read(bundle);
        Properties other = read(bundle + "_" + language);

        assertThat(other.keySet()).isEqualTo(english.keySet());
        english.forEach((key, text) -> assertThat(((String) other.get(key)).contains("{0}"))
                .as("place in %s", key)
                .isEqualTo(((String) text).contains("{0}")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"texts", "texts_de", "texts_zh", "settings", "settings_de", "settings_zh"})
    void no_text_holds_an_apostrophe_that_would_swallow_its_places(String name) throws IOException {
        assertThat(read(name).values()).noneMatch(text -> ((String) text).contains("'"));
    }

    @Test
    void english_stays_english_on_a_computer_of_another_language() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertThat(Texts.of("texts", Locale.ENGLISH).get("cancel")).isEqualTo("Cancel");
            assertThat(Texts.of("texts", Locale.GERMANY).get("cancel")).isEqualTo("Abbrechen");
            assertThat(Texts.of("texts", Locale.CHINA).get("table.new", "37")).isEqualTo("37 \u6761\u65b0\u8bb0\u5f55");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void every_state_and_mode_has_its_word() {
        for (DisplayState state : DisplayState.values()) {
            assertThat(state.word()).doesNotContain("state.");
        }
        for (EngineMode mode : EngineMode.values()) {
            assertThat(mode.word()).doesNotContain("engine.");
            assertThat(Texts.SHELL.find("engine.set." + mode)).isPresent();
        }
        for (ThemeChoice choice : ThemeChoice.values()) {
            assertThat(choice.word()).doesNotContain("theme.");
        }
        for (ConnectionBadge.Kind kind : ConnectionBadge.Kind.values()) {
            assertThat(Texts.SHELL.find("connection." + kind)).isPresent();
        }
    }

    private static Properties read(String name) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(TextsTest.class.getResourceAsStream("/i18n/" + name + ".properties")),
                StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        return properties;
    }
}
