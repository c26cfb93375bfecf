package dev.darkroom.generation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the examples of the document for other programs, verbatim. */
final class OtherPrograms {
    private static final Path DOCUMENT = Path.of("resources", "other-programs.md");

    private OtherPrograms() {}

    /** The fenced block that begins with {@code ```language name}. */
    static String example(String language, String name) {
        String text;
        try {
            text = Files.readString(DOCUMENT).replace("\r\n", "\n");
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
        Matcher block = Pattern.compile("(?ms)^```" + language + " " + name + "\n(.*?)^```$")
                .matcher(text);
        if (!block.find()) {
            throw new AssertionError(DOCUMENT + " has no example \"" + language + " " + name + "\".");
        }
        return block.group(1);
    }

    /** The statements of an SQL example, without comments and semicolons. */
    static List<String> sql(String name) {
        return Stream.of(example("sql", name).replaceAll("(?m)^--.*$", "").split(";\\s*(?:\n|$)"))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }
}
