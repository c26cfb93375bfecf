package dev.darkroom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the language of a computer must not change: digits in SQL, URLs and file names, and the case of letters. */
class LocaleIndependenceTest {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Pattern NUMBER = Pattern.compile("\"[^\"\\n]*%[-#+ 0,(]*\\d*(\\.\\d+)?[dfeg][^\"\\n]*\"");
    private static final Pattern DEFAULT_LOCALE =
            Pattern.compile("\\.formatted\\(|String\\s*\\.format\\((?!\\s*Locale)|printf\\((?!\\s*Locale)");
    private static final Pattern DEFAULT_CASE =
            Pattern.compile("(?<!Character\\.)to(Lower|Upper)Case\\((?!(java\\.util\\.)?Locale\\.ROOT)");

    /** In Arabic, Persian and other locales {@code %d} writes digits that no server reads. */
    @Test
    void a_class_that_formats_numbers_names_the_locale() throws IOException {
        assertThat(sources())
                .filteredOn(text -> NUMBER.matcher(text).find())
                .hasSizeGreaterThan(5)
                .noneMatch(text -> DEFAULT_LOCALE.matcher(text).find());
    }

    /** In Turkish the small letter of I is not i. */
    @Test
    void letters_change_their_case_alike_in_every_language() throws IOException {
        assertThat(sources()).noneMatch(text -> DEFAULT_CASE.matcher(text).find());
    }

    private static List<String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(LocaleIndependenceTest::read)
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException exception) {
            throw new java.io.UncheckedIOException(exception);
        }
    }
}
