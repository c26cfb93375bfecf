package dev.darkroom.database.embedded;

import dev.darkroom.database.DatabaseException;
import dev.darkroom.message.CodedMessage;
import java.util.List;

/** Turns the output of a server that failed to start into one sentence: what to fix, not what went wrong inside. */
final class StartFailureMessage {
    private static final List<String> PROGRAMS =
            List.of("failed to execute", "not found", "cannot execute", "shared libraries", "Exec format error");
    private static final List<String> MEMORY =
            List.of("Cannot allocate memory", "could not map anonymous shared memory");
    /** Another program took the port, or the last processes of a killed server are still ending. */
    private static final List<String> PASSING =
            List.of("could not create any TCP/IP sockets", "pre-existing shared memory block");

    private StartFailureMessage() {}

    /** Whether another attempt may help. */
    static boolean passes(String words) {
        return contains(words, PASSING);
    }

    static DatabaseException of(PostgresDataFolder folder, PostgresBinaries binaries, String words) {
        CodedMessage reason = reason(words);
        if (words.contains("No space left on device")) {
            return new DatabaseException(CodedMessage.of("server.disk", folder.data()));
        }
        if (contains(words, MEMORY)) {
            return new DatabaseException(CodedMessage.of("server.memory", folder.data()));
        }
        if (contains(words, PROGRAMS)) {
            return new DatabaseException(CodedMessage.of("server.programs", reason, binaries.home()));
        }
        return folder.damaged(reason);
    }

    private static boolean contains(String words, List<String> parts) {
        return parts.stream().anyMatch(words::contains);
    }

    /** Returns the last fatal line, or else the last line. */
    private static CodedMessage reason(String words) {
        List<String> lines = words.lines().filter(line -> !line.isBlank()).toList();
        return lines.reversed().stream()
                .filter(line -> line.contains("FATAL:") || line.contains("PANIC:"))
                .findFirst()
                .map(line -> CodedMessage.quoted(line.replaceFirst("^.*?(FATAL|PANIC):\\s*", "")))
                .orElseGet(() ->
                        lines.isEmpty() ? CodedMessage.of("server.silent") : CodedMessage.quoted(lines.getLast()));
    }
}
