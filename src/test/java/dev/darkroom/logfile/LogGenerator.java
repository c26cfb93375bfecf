package dev.darkroom.logfile;

import dev.darkroom.logfile.parse.CategoryDictionary;
import dev.darkroom.logfile.parse.LogLevel;
import dev.darkroom.logfile.query.LogCounts;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Writes logs whose content is fully known: each record with its bytes, level, category, time and generation, identical for the
 * same seed. As a program, {@code LogGenerator FILE BYTES [STYLE] [SEED]} prints the counts per category and level.
 */
public final class LogGenerator {
    /** What the log looks like. */
    public enum Style {
        /** As the engine writes it, stack traces of Java. */
        OURS(DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS")),
        /** As the older backend wrote it, tracebacks of Python, sometimes damaged marks. */
        PYTHON(DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss,SSS")),
        /** Both, and everything that goes wrong in files. */
        NASTY(DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS"));

        private final DateTimeFormatter time;

        Style(DateTimeFormatter time) {
            this.time = time;
        }
    }

    /** What is true of a record; the category of one without is empty. */
    public record Truth(
            long offset,
            int length,
            LogLevel level,
            String category,
            LocalDateTime time,
            String generation,
            String text,
            String thread) {}

    private static final String[] CATEGORIES = {
        "GENERATION",
        "GENERATION-PROCESSING",
        "STORAGE",
        "STORAGE-FILE",
        "STORAGE-UPLOAD",
        "STORAGE-URL",
        "DB-CREATE",
        "DB-UPDATE",
        "DB-STATUS",
        "STORAGEX",
        "DBX",
        "NEW-TAG",
        "",
    };
    private static final String[] MARKS = {"🚀", "✅", "❌", "🔍", "📝", "⚠️", "☁️", "⬇️", "🖼️", "💥"};
    private static final String[] DAMAGED = {"ğŸš€", "âœ…", "ğŸ”", "âš\u00a0ï¸", "ðŸ“¦", "?", "\ufffd"};
    private static final String[] TEXTS = {
        "Starting background processing for generation %s",
        "Uploading generation results to Supabase Storage, not [STORAGE-FILE] at all",
        "Upload details: image.png, 81234 bytes, image/png, bucket results",
        "Status update: PROCESSING - INFO - [DB-STATUS] quoted",
        "Grüße, 写入完成 \t tab",
        "",
    };
    private static final String[] THREADS = {"main", "pool-1-thread-7", "[STORAGE] worker", "a - b", "x] y", "http [1]"
    };
    private static final String[] JAVA_TRACE = {
        "java.lang.IllegalStateException: ❌ [STORAGE] in a trace",
        "\tat dev.darkroom.storage.upload.StorageService.store(StorageService.java:118)",
        "[STORAGE-URL] a message of several lines",
        "",
        "Caused by: java.io.IOException: connection reset",
        "\t... 12 more",
    };
    private static final String[] PYTHON_TRACE = {
        "Traceback (most recent call last):",
        "  File \"/app/services/storage.py\", line 42, in upload",
        "    raise StorageError('❌ [STORAGE] boom')",
        "services.errors.StorageError: ERROR - [STORAGE] boom",
    };

    private final Random random;
    private final Style style;
    private final Consumer<Truth> truths;
    private LocalDateTime time = LocalDateTime.of(2026, 11, 22, 23, 50, 0);
    private long offset;

    public LogGenerator(long seed, Style style, Consumer<Truth> truths) {
        this.random = new Random(seed);
        this.style = style;
        this.truths = truths;
    }

    public static void main(String[] arguments) throws IOException {
        LogCounts.Sum sum = new LogCounts.Sum();
        CategoryDictionary tags = new CategoryDictionary();
        Style style = arguments.length > 2 ? Style.valueOf(arguments[2]) : Style.OURS;
        long seed = arguments.length > 3 ? Long.parseLong(arguments[3]) : 1;
        LogGenerator generator = new LogGenerator(seed, style, truth -> {
            int tag = truth.category().isEmpty() ? CategoryDictionary.NONE : tags.number(truth.category());
            sum.add((short) (tag << 3 | truth.level().ordinal()));
        });
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(Path.of(arguments[0])), 1 << 20)) {
            generator.write(out, Long.parseLong(arguments[1]));
        }
        sum.counts(tags)
                .byCategory()
                .forEach((category, counts) -> System.out.println(
                        category + " " + LogCounts.sum(counts) + " " + java.util.Arrays.toString(counts)));
    }

    /** Writes records until at least so many bytes are written. */
    public void write(OutputStream out, long bytes) throws IOException {
        while (offset < bytes) {
            out.write(record());
        }
    }

    /** The bytes of the next record. */
    public byte[] record() {
        time = time.plusNanos(random.nextInt(20) * 1_000_000L);
        String category = pick(CATEGORIES);
        LogLevel level = random.nextInt(10) > 0
                ? LogLevel.INFO
                : LogLevel.values()[1 + random.nextInt(LogLevel.values().length - 1)];
        String generation = "%08x-7d14-4c0b-9a55-0c2f6f1f6a01".formatted(random.nextInt(50));
        boolean python = style == Style.PYTHON || (style == Style.NASTY && random.nextBoolean());
        boolean named = random.nextBoolean();
        String text = pick(TEXTS);
        String message = message(category, named ? text.formatted(generation) : text.replace("%s", "x"), python);
        StringBuilder record = new StringBuilder(style.time.format(time));
        String thread = python ? "" : random.nextBoolean() ? "run-" + generation.substring(0, 8) : pick(THREADS);
        record.append(
                python
                        ? " - services.generation_service - " + pythonName(level) + " - " + message
                        : " %-5s [%s] darkroom.%s - %s".formatted(javaName(level), thread, category, message));
        boolean about = thread.startsWith("run-") || (named && text.contains("%s"));
        byte[] bytes = bytes(finish(record, python));
        truths.accept(new Truth(offset, bytes.length, level, category, time, about ? generation : "", message, thread));
        offset += bytes.length;
        return bytes;
    }

    private String message(String category, String text, boolean python) {
        boolean damaged = python && random.nextInt(4) == 0;
        boolean bare = random.nextInt(20) == 0;
        String mark = bare ? "" : (damaged ? pick(DAMAGED) : pick(MARKS)) + " ";
        return category.isEmpty() ? mark + "Server says " + text : mark + "[" + category + "] " + text;
    }

    private String finish(StringBuilder record, boolean python) {
        if (style == Style.NASTY) {
            spoil(record);
        }
        record.append(style == Style.NASTY && random.nextInt(5) == 0 ? "\r\n" : "\n");
        if (random.nextInt(40) == 0) {
            for (String line : python ? PYTHON_TRACE : JAVA_TRACE) {
                record.append(line).append('\n');
            }
        }
        return record.toString();
    }

    private void spoil(StringBuilder record) {
        switch (random.nextInt(12)) {
            case 0 -> record.append(" nul \0\0 inside");
            case 1 -> record.append(" lone \r return");
            case 2 -> record.append(" \u001b[31mred\u001b[0m");
            case 3 -> record.append(" ÿ invalid ÿ bytes");
            case 4 -> record.append("x".repeat(random.nextInt(random.nextInt(50) == 0 ? 1_500_000 : 5_000)));
            case 5 -> record.insert(0, "\0".repeat(random.nextInt(random.nextInt(20) == 0 ? 700_000 : 50)));
            case 6 -> record.append("\n\n2026-11-2 no time\nplain [STORAGE] rest");
            case 7 -> record.insert(0, '\ufeff');
            default -> {}
        }
    }

    /** The letter ÿ stands for a byte that is no UTF-8. */
    private static byte[] bytes(String record) {
        byte[] bytes = record.getBytes(StandardCharsets.UTF_8);
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            boolean invalid = bytes[i] == (byte) 0xC3 && i + 1 < bytes.length && bytes[i + 1] == (byte) 0xBF;
            bytes[length++] = invalid ? (byte) 0xFF : bytes[i];
            i += invalid ? 1 : 0;
        }
        return java.util.Arrays.copyOf(bytes, length);
    }

    private static String pythonName(LogLevel level) {
        return level == LogLevel.WARN ? "WARNING" : level.name();
    }

    private static String javaName(LogLevel level) {
        return level == LogLevel.CRITICAL ? "FATAL" : level.name();
    }

    private String pick(String[] choices) {
        return choices[random.nextInt(choices.length)];
    }
}
