package dev.darkroom.database.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the server wrote from a moment on: its last words when it does not start. */
final class ServerLog {
    private final Path folder;
    private final Map<Path, Long> before = new HashMap<>();

    ServerLog(PostgresFolder postgres) throws IOException {
        this.folder = postgres.data().resolve("log");
        for (Path file : files()) {
            before.put(file, Files.size(file));
        }
    }

    /** All of it, after what the server printed. */
    String text(Path printed) throws IOException {
        StringBuilder text = new StringBuilder(read(printed, 0));
        for (Path file : files()) {
            text.append(read(file, before.getOrDefault(file, 0L)));
        }
        return text.toString();
    }

    /** The reason alone: the last fatal line, or else the last line. */
    static String reason(String text) {
        List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
        return lines.reversed().stream()
                .filter(line -> line.contains("FATAL:") || line.contains("PANIC:"))
                .findFirst()
                .map(line -> line.replaceFirst("^.*?(FATAL|PANIC):\\s*", ""))
                .orElse(lines.isEmpty() ? "the server printed nothing" : lines.getLast());
    }

    private List<Path> files() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return new ArrayList<>(files.sorted().toList());
        }
    }

    private static String read(Path file, long from) throws IOException {
        if (!Files.exists(file)) {
            return "";
        }
        byte[] all = Files.readAllBytes(file);
        int start = (int) Math.min(all.length, from);
        return new String(all, start, all.length - start, StandardCharsets.UTF_8);
    }
}
