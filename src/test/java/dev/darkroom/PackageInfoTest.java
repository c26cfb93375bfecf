package dev.darkroom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks that the package documentation is accurate and that no type name is used twice. */
class PackageInfoTest {
    private static final Path SOURCES = Path.of("src/main/java/dev/darkroom");
    private static final Pattern IMPORT = Pattern.compile("(?m)^import (?:static )?dev\\.darkroom\\.([a-z.]+)\\.[A-Z]");
    private static final Pattern FOLDER = Pattern.compile("`(\\w+)`");
    private static final Pattern SAID = Pattern.compile("Depends on ([\\w., ]+?)\\.(?!\\w)");

    @Test
    void each_package_names_what_it_imports() throws IOException {
        Map<String, String> said = new TreeMap<>();
        Map<String, String> real = new TreeMap<>();
        for (Path folder : folders()) {
            String name = name(folder);
            said.put(name, said(Files.readString(folder.resolve("package-info.java"))));
            real.put(name, real(folder, name));
        }
        assertThat(said)
                .allSatisfy((name, imports) -> assertThat(imports).as(name).isEqualTo(real.get(name)));
    }

    @Test
    void the_readme_says_what_each_folder_contains() throws IOException {
        Set<String> listed = Files.readString(Path.of("README.md"))
                .lines()
                .dropWhile(line -> !line.startsWith("| folder |"))
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.split("\\|")[1])
                .flatMap(cell -> FOLDER.matcher(cell).results())
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
        assertThat(listed)
                .isEqualTo(folders().stream()
                        .map(folder -> name(folder).replaceFirst("\\..*", ""))
                        .collect(Collectors.toSet()));
    }

    @Test
    void one_name_stands_for_one_type() throws IOException {
        Map<String, List<Path>> files = sources(SOURCES)
                .collect(Collectors.groupingBy(file -> file.getFileName().toString()));
        files.remove("package-info.java");
        assertThat(files.values()).filteredOn(same -> same.size() > 1).isEmpty();
    }

    private static List<Path> folders() throws IOException {
        return sources(SOURCES)
                .map(Path::getParent)
                .filter(folder -> !folder.equals(SOURCES))
                .distinct()
                .sorted()
                .toList();
    }

    private static Stream<Path> sources(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        }
    }

    private static String name(Path folder) {
        return SOURCES.relativize(folder)
                .toString()
                .replace(folder.getFileSystem().getSeparator(), ".");
    }

    private static String said(String text) {
        String flat = text.replaceAll("\\s*\\n \\*\\s*", " ");
        return SAID.matcher(flat).results().map(found -> found.group(1)).collect(Collectors.joining(" / "));
    }

    private static String real(Path folder, String name) throws IOException {
        TreeSet<String> rooms = new TreeSet<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java") && !f.endsWith("package-info.java"))
                    .toList()) {
                IMPORT.matcher(Files.readString(file))
                        .results()
                        .map((MatchResult found) -> found.group(1))
                        .filter(other -> !other.equals(name))
                        .forEach(other -> rooms.add(room(other, name)));
            }
        }
        if (rooms.isEmpty()) {
            return "no other package";
        }
        String last = rooms.removeLast();
        return rooms.isEmpty() ? last : String.join(", ", rooms) + " and " + last;
    }

    /** The rooms of one's own feature by name, the others by their feature. */
    private static String room(String other, String own) {
        if (!top(other).equals(top(own))) {
            return top(other);
        }
        return other.startsWith("console.kit.") && !own.startsWith("console.kit.") ? "console.kit" : other;
    }

    private static String top(String name) {
        return name.replaceFirst("\\..*", "");
    }
}
