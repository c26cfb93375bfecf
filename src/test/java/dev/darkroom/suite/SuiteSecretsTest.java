package dev.darkroom.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Runs in a separate JVM after all other tests, and checks that no secret used by any of them is in anything they wrote: logs,
 * settings, caches, exports, crash reports, text in pictures, arguments and environments of child processes, and printed
 * output.
 */
@Tag("last")
class SuiteSecretsTest {
    private static final Path REPORTS = Path.of("target", "surefire-reports");
    private static final Pattern PRINTED =
            Pattern.compile("<(system-out|system-err|failure|error)\\b.*?</\\1>", Pattern.DOTALL);

    @Test
    void no_secret_is_in_anything_that_the_tests_wrote() throws IOException {
        SecretSearch search = new SecretSearch(secrets());
        Set<String> findings = new TreeSet<>(lines(SuiteOutput.FOLDER.resolve("findings.txt")));
        for (Path file : kept()) {
            search.find(file).forEach(found -> findings.add(file + ": " + found));
        }
        for (Path report : reports()) {
            Stream<String> printed =
                    PRINTED.matcher(Files.readString(report)).results().map(match -> match.group());
            printed.forEach(text -> search.find(text.getBytes(StandardCharsets.UTF_8))
                    .forEach(found -> findings.add(report + ": " + found)));
        }
        assertThat(findings).isEmpty();
    }

    /** A run of all tests has something of each kind, or the search has missed it. */
    @Test
    void the_search_has_seen_something_of_every_kind() throws IOException {
        assertThat(secrets().stream().filter(SecretSearch::isUnmistakable))
                .as("secrets that were used")
                .isNotEmpty();
        assertThat(reports()).isNotEmpty();
        if (System.getProperty("test") == null) {
            Map<String, Integer> searched = searched();
            assertThat(searched).containsOnlyKeys("logs", "settings", "caches", "exports");
            assertThat(searched.values()).allMatch(files -> files > 0);
            assertThat(files(SuiteOutput.FOLDER.resolve("texts"))).isNotEmpty();
            boolean told = Files.isDirectory(Path.of("/proc/self")); // else the system does not show them
            assertThat(SuiteOutput.FOLDER
                            .resolve("processes/arguments.txt")
                            .toFile()
                            .exists())
                    .isEqualTo(told);
            assertThat(SuiteOutput.FOLDER
                            .resolve("processes/environments.txt")
                            .toFile()
                            .exists())
                    .isEqualTo(told);
        }
    }

    private static Set<String> secrets() throws IOException {
        Set<String> secrets = new TreeSet<>();
        for (Path file : files(SuiteOutput.FOLDER.resolve("secrets"))) {
            secrets.addAll(List.of(Files.readString(file).split("\0")));
        }
        assertThat(secrets)
                .as("nothing was collected in %s: run other tests in the same build", SuiteOutput.FOLDER)
                .isNotEmpty();
        secrets.add(System.getenv("DARKROOM_SUITE_KEY"));
        return secrets;
    }

    private static Map<String, Integer> searched() throws IOException {
        List<String> counts = new ArrayList<>();
        for (Path file : files(SuiteOutput.FOLDER.resolve("searched"))) {
            counts.addAll(Files.readAllLines(file));
        }
        return counts.stream()
                .map(line -> line.split("="))
                .collect(Collectors.toMap(pair -> pair[0], pair -> Integer.valueOf(pair[1]), Integer::sum));
    }

    /** Texts of pictures, arguments and environments of processes, and what a JVM writes when it crashes. */
    private static List<Path> kept() throws IOException {
        List<Path> kept = new ArrayList<>(files(SuiteOutput.FOLDER.resolve("texts")));
        kept.addAll(files(SuiteOutput.FOLDER.resolve("processes")));
        for (Path folder : List.of(Path.of("").toAbsolutePath(), Path.of("target"))) {
            files(folder).stream()
                    .filter(file -> file.getFileName().toString().matches("(hs_err|replay)_pid.*\\.log"))
                    .forEach(kept::add);
        }
        return kept;
    }

    /** Of this build; those of a class that was not run again are older. */
    static List<Path> reports() throws IOException {
        FileTime begin = files(SuiteOutput.FOLDER.resolve("secrets")).stream()
                .map(SuiteSecretsTest::time)
                .min(FileTime::compareTo)
                .orElseThrow();
        return files(REPORTS).stream()
                .filter(file -> file.toString().endsWith(".xml"))
                .filter(file -> time(file).compareTo(FileTime.fromMillis(begin.toMillis() - 3_600_000)) > 0)
                .toList();
    }

    private static FileTime time(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
