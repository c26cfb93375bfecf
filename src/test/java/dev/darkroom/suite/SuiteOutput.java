package dev.darkroom.suite;

import dev.darkroom.http.RegisteredSecrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The output of all tests of one build, searched for the secrets they use: temporary folders just before they are deleted, by
 * {@link SearchedDeletion}; what is kept, at the end, by {@link SuiteSecretsTest}. Everything is recorded below
 * {@code target/suite}, in one folder per build.
 */
public final class SuiteOutput {
    static final Path FOLDER = Path.of(System.getProperty("suite.folder", "target/suite/ide"));

    /** Where secrets are kept on purpose, for their owner alone; {@code sandbox.json} holds the key of a stand-in. */
    private static final Pattern STORES = Pattern.compile(
            "(^|/)(secrets/[^/]+\\.json|password|token-secret|sandbox\\.json)(-\\d+-[0-9a-f]{12}\\.part)?$");

    /** PostgreSQL's own files, which hold what is in the tables; its log is searched. */
    private static final Pattern DATABASE = Pattern.compile("data/(base|global|pg_\\w+)");

    private static final Map<String, Pattern> KINDS = Map.of(
            "logs", Pattern.compile(".*\\.log(\\.gz)?"),
            "settings", Pattern.compile("(.*/)?settings\\.json"),
            "caches", Pattern.compile("(.*/)?(cache|previews|results|temporary)/.*"),
            "exports", Pattern.compile(".*\\.(csv|txt)"));
    private static final Set<Path> INPUTS = ConcurrentHashMap.newKeySet();
    private static final Map<String, Integer> SEARCHED = new TreeMap<>();
    private static SecretSearch search = new SecretSearch(List.of());
    private static int known;

    private SuiteOutput() {}

    /** Says that a test writes this file by hand, secrets included, to see what becomes of it. */
    public static Path input(Path file) {
        INPUTS.add(file.toAbsolutePath().normalize());
        return file;
    }

    /** Keeps the text that a picture shows. */
    public static void text(String name, List<String> lines) {
        write("texts/" + name + ".txt", String.join("\n", lines) + "\n");
    }

    /** Before it is deleted. */
    public static synchronized void searchFolder(Path root, String who) {
        findings(root).forEach(finding -> write("findings.txt", who + " wrote " + finding + "\n"));
    }

    /** Which file of a folder holds which secret, and counts what was searched. */
    static synchronized List<String> findings(Path root) {
        List<String> findings = new ArrayList<>();
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    return DATABASE.matcher(root.relativize(folder).toString()).find()
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile()) {
                        searchFile(root, file, findings);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) {
                    return FileVisitResult.CONTINUE; // gone, or closed to us on purpose
                }
            });
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
        return findings;
    }

    private static void searchFile(Path root, Path file, List<String> findings) {
        String name = root.relativize(file).toString();
        KINDS.forEach((kind, pattern) -> {
            if (pattern.matcher(name).matches()) {
                SEARCHED.merge(kind, 1, Integer::sum);
            }
        });
        try {
            Set<String> found = INPUTS.contains(file.toAbsolutePath().normalize()) ? Set.of() : search().find(file);
            if (!found.isEmpty() && !isClosedStore(name, file)) {
                findings.add(name + ": " + found);
            }
        } catch (IOException _) {
            // not readable, on purpose
        }
    }

    private static boolean isClosedStore(String name, Path file) throws IOException {
        return STORES.matcher(name).find()
                && PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
                        .endsWith("------");
    }

    /** With all secrets that are known by now. */
    private static SecretSearch search() {
        Collection<String> secrets = RegisteredSecrets.all();
        if (secrets.size() != known) {
            known = secrets.size();
            search = new SecretSearch(secrets);
        }
        return search;
    }

    /** At the end of a JVM: the secrets it used, for the last test, and how much was searched. */
    static synchronized void close() {
        String own = ProcessHandle.current().pid() + ".txt";
        write("secrets/" + own, String.join("\0", RegisteredSecrets.all()) + "\0");
        StringBuilder counts = new StringBuilder();
        SEARCHED.forEach(
                (kind, files) -> counts.append(kind).append('=').append(files).append('\n'));
        write("searched/" + own, counts.toString());
    }

    static synchronized void write(String name, String text) {
        try {
            Path file = FOLDER.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }
}
