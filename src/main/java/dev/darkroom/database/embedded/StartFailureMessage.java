package dev.darkroom.database.embedded;

import dev.darkroom.database.DatabaseException;
import java.util.List;

/** Makes one sentence of what the server said before it gave up: what to fix, not what went wrong inside. */
final class StartFailureMessage {
    private static final List<String> PROGRAMS =
            List.of("failed to execute", "not found", "cannot execute", "shared libraries", "Exec format error");
    private static final List<String> MEMORY =
            List.of("Cannot allocate memory", "could not map anonymous shared memory");
    /** Somebody took the port meanwhile, or the last processes of a killed server are still on their way out. */
    private static final List<String> PASSING =
            List.of("could not create any TCP/IP sockets", "pre-existing shared memory block");

    private StartFailureMessage() {}

    /** Whether another attempt may help. */
    static boolean passes(String words) {
        return contains(words, PASSING);
    }

    static DatabaseException of(PostgresFolder folder, PostgresBinaries binaries, String words) {
        String reason = reason(words);
        if (words.contains("No space left on device")) {
            return new DatabaseException("The disk of the database in %s is full: free some space and start again."
                    .formatted(folder.data()));
        }
        if (contains(words, MEMORY)) {
            return new DatabaseException(
                    "There is not enough memory for the database in %s: close other programs and start again."
                            .formatted(folder.data()));
        }
        if (contains(words, PROGRAMS)) {
            return new DatabaseException(
                    "The unpacked PostgreSQL does not run (%s): delete %s, it is unpacked again at the next start."
                            .formatted(reason, binaries.home()));
        }
        return folder.damaged(reason);
    }

    private static boolean contains(String words, List<String> parts) {
        return parts.stream().anyMatch(words::contains);
    }

    /** The last fatal line, or else the last line. */
    private static String reason(String words) {
        List<String> lines = words.lines().filter(line -> !line.isBlank()).toList();
        return lines.reversed().stream()
                .filter(line -> line.contains("FATAL:") || line.contains("PANIC:"))
                .findFirst()
                .map(line -> line.replaceFirst("^.*?(FATAL|PANIC):\\s*", ""))
                .orElse(lines.isEmpty() ? "the server printed nothing" : lines.getLast());
    }
}
