package dev.darkroom;

import static org.assertj.core.api.Assertions.assertThat;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.ImportOrderer;
import com.palantir.javaformat.java.JavaFormatterOptions;
import com.palantir.javaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks that every source file follows palantir-java-format; the main method reformats them. */
class FormatTest {
    private static final Formatter FORMATTER = Formatter.createFormatter(JavaFormatterOptions.builder()
            .style(JavaFormatterOptions.Style.PALANTIR)
            .build());

    public static void main(String[] args) throws IOException {
        for (Path file : sources()) {
            String text = Files.readString(file);
            String formatted = formatted(file, text);
            if (!text.equals(formatted)) {
                Files.writeString(file, formatted);
                System.out.println("formatted " + file);
            }
        }
    }

    @Test
    void every_source_file_is_formatted() throws IOException {
        assertThat(sources())
                .isNotEmpty()
                .allSatisfy(file -> assertThat(formatted(file, Files.readString(file)))
                        .as("run: mvn test-compile exec:exec@format")
                        .isEqualTo(Files.readString(file)));
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        }
    }

    private static String formatted(Path file, String text) {
        try {
            String ordered = ImportOrderer.reorderImports(
                    RemoveUnusedImports.removeUnusedImports(text), JavaFormatterOptions.Style.PALANTIR);
            return FORMATTER.formatSource(ordered);
        } catch (FormatterException exception) {
            throw new UncheckedIOException(new IOException(file + ": " + exception.getMessage(), exception));
        }
    }
}
