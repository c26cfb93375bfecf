package dev.darkroom.console.kit.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.ConnectionBadge;
import dev.darkroom.console.EngineVitals.EngineMode;
import dev.darkroom.console.kit.theme.DisplayState;
import dev.darkroom.console.kit.theme.WindowTheme.ThemeChoice;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MessageTextsTest {
    private static final List<String> BUNDLES = List.of(
            "texts",
            "settings",
            "generations",
            "credits",
            "files",
            "logs",
            "overview",
            "doctor",
            "engine",
            "activity",
            "alerts");
    /** What only decides between a singular and a plural needs no place in a language that knows none. */
    private static final Pattern PLACE = Pattern.compile("\\{(\\d)(?!,choice)");

    private static final Pattern PLACES = Pattern.compile("\\{[^}]*}");
    private static final Pattern WORDS = Pattern.compile("\\p{L}{2}");
    /** Names, words that German has taken over, and a form that both have. */
    private static final Set<String> SAME = Set.of(
            ("Darkroom|Darkroom \u2013 {0}|Staging|Filter|Sandbox|Logs|live|Id|Credits|Engine|fal.ai|Prompt|SHA-256|Seed|Budget|CSV|Name|Pause|ms|THREAD|Thread|Logger|JSON|Engines|In {0}: {1}.")
                    .split("\\|"));

    private static Stream<Arguments> translations() {
        return BUNDLES.stream()
                .flatMap(bundle -> Stream.of("de", "zh").map(language -> Arguments.of(bundle, language)));
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void no_key_stands_twice(Path bundle) throws IOException {
        List<String> keys = Files.readAllLines(bundle).stream()
                .filter(line -> !line.startsWith("#") && line.matches("\\S+ ?=.*"))
                .map(line -> line.replaceFirst(" ?=.*", ""))
                .toList();

        assertThat(keys).doesNotHaveDuplicates();
    }

    private static Stream<Path> bundles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/i18n"))) {
            return files.toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("translations")
    void a_translation_has_the_same_keys_and_places_as_english(String bundle, String language) throws IOException {
        Properties english = read(bundle);
        Properties other = read(bundle + "_" + language);

        assertThat(other.keySet()).isEqualTo(english.keySet());
        english.forEach((key, text) -> assertThat(places((String) other.get(key)))
                .as("places in %s", key)
                .isEqualTo(places((String) text)));
    }

    /** A text that reads the same in German and in Chinese as in English is one that nobody has translated, but for these. */
    @ParameterizedTest
    @MethodSource("translations")
    void what_is_translated_reads_otherwise_than_english(String bundle, String language) throws IOException {
        Properties english = read(bundle);
        Properties other = read(bundle + "_" + language);

        assertThat(english.stringPropertyNames())
                .filteredOn(key -> WORDS.matcher(
                                PLACES.matcher(english.getProperty(key)).replaceAll(""))
                        .find())
                .filteredOn(key -> english.getProperty(key).equals(other.getProperty(key)))
                .allMatch(key -> SAME.contains(english.getProperty(key)));
    }

    private static Set<String> places(String text) {
        return PLACE.matcher(text).results().map(found -> found.group(1)).collect(Collectors.toSet());
    }

    private static Stream<String> files() {
        return BUNDLES.stream().flatMap(bundle -> Stream.of("", "_de", "_zh").map(language -> bundle + language));
    }

    @ParameterizedTest
    @MethodSource("files")
    void no_text_holds_an_apostrophe_that_would_swallow_its_places(String name) throws IOException {
        assertThat(read(name).values()).noneMatch(text -> ((String) text).contains("'"));
    }

    @Test
    void english_stays_english_on_a_computer_of_another_language() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertThat(MessageTexts.of("texts", Locale.ENGLISH).get("cancel")).isEqualTo("Cancel");
            assertThat(MessageTexts.of("texts", Locale.GERMANY).get("cancel")).isEqualTo("Abbrechen");
            assertThat(MessageTexts.of("texts", Locale.CHINA).get("table.new", "37"))
                    .isEqualTo("37 \u6761\u65b0\u8bb0\u5f55");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void one_of_something_is_not_several() {
        MessageTexts credits = MessageTexts.of("credits", Locale.ENGLISH);
        assertThat(credits.get("tile.failures", "0")).isEqualTo("0 failures, all refunded");
        assertThat(credits.get("tile.failures", "1")).isEqualTo("1 failure, all refunded");
        assertThat(credits.get("tile.failures", "1,204")).isEqualTo("1,204 failures, all refunded");
        MessageTexts shell = MessageTexts.of("texts", Locale.ENGLISH);
        assertThat(shell.get("list.rows", "1")).isEqualTo("1 row");
        assertThat(shell.get("list.rows", "10,000")).isEqualTo("10,000 rows");
        assertThat(MessageTexts.of("credits", Locale.GERMAN).get("status.drift", "1", "8"))
                .isEqualTo("1 Abweichung in 8 Konten");
    }

    @Test
    void every_state_and_mode_has_its_word() {
        for (DisplayState state : DisplayState.values()) {
            assertThat(state.word()).doesNotContain("state.");
        }
        for (EngineMode mode : EngineMode.values()) {
            assertThat(mode.word()).doesNotContain("engine.");
            assertThat(MessageTexts.SHELL.find("engine.set." + mode)).isPresent();
        }
        for (ThemeChoice choice : ThemeChoice.values()) {
            assertThat(MessageTexts.SHELL.find("theme." + choice)).isPresent();
        }
        for (ConnectionBadge.Kind kind : ConnectionBadge.Kind.values()) {
            assertThat(MessageTexts.SHELL.find("connection." + kind)).isPresent();
        }
    }

    private static Properties read(String name) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(MessageTextsTest.class.getResourceAsStream("/i18n/" + name + ".properties")),
                StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        return properties;
    }

    @Test
    void one_is_not_written_as_many_and_what_nobody_has_counted_is_many() {
        MessageTexts texts = MessageTexts.of("generations", Locale.ENGLISH);

        assertThat(texts.get("bulk.CANCEL.act", "1")).isEqualTo("Cancel 1 generation");
        assertThat(texts.get("bulk.CANCEL.act", "1,204")).isEqualTo("Cancel 1,204 generations");
        assertThat(texts.get("bulk.CANCEL.act", "")).endsWith("generations");
        assertThat(MessageTexts.of("activity", Locale.GERMANY).get("change.credits", "+1"))
                .isEqualTo("+1 Credit");
        assertThat(MessageTexts.of("overview", Locale.GERMANY).get("models.lost.credits", 1_204, "$2"))
                .as("as in every column")
                .isEqualTo("1,204 Credits, $2");
    }
}
