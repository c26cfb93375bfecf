package dev.darkroom.logfile.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.logfile.query.LogRecord;
import dev.darkroom.logfile.query.LogRecord.MojibakeRepair;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogLineHeadTest {
    private static LogRecord record(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return LogRecord.of(0, 0, bytes.length, bytes, 0, bytes.length, false);
    }

    @ParameterizedTest(name = "{3}")
    @CsvSource(delimiter = '|', textBlock = """
            INFO     | STORAGE              | main              | 2026-11-23 13:44:29.123 INFO  [main] darkroom.STORAGE - 📦 [STORAGE] Starting
            WARN     | STORAGE-UPLOAD       | run-8f3c1a2e      | 2026-11-23 13:44:29.123 WARN  [run-8f3c1a2e] darkroom.STORAGE-UPLOAD - ⚠️ [STORAGE-UPLOAD] Partial
            WARN     | GENERATION           | t                 | 2026-11-23 13:44:29.123 WARNING [t] l - ❌ [GENERATION] refused
            CRITICAL | DB-CREATE            | t                 | 2026-11-23 13:44:29.123 FATAL [t] l - 💥 [DB-CREATE] x
            DEBUG    | NEW.TAG_2            | t                 | 2026-11-23 13:44:29.123 DEBUG [t] l - [NEW.TAG_2] no mark
            INFO     |                      | [STORAGE] worker  | 2026-11-23 13:44:29.123 INFO  [[STORAGE] worker] l - text
            INFO     |                      | a - b] c          | 2026-11-23 13:44:29.123 INFO  [a - b] c] l - text
            INFO     |                      | t                 | 2026-11-23 13:44:29.123 INFO  [t] l - Uploaded to [STORAGE] now
            INFO     |                      | t                 | 2026-11-23 13:44:29.123 INFO  [t] l - 📦 Uploaded to [STORAGE] now
            INFO     |                      | t                 | 2026-11-23 13:44:29.123 INFO  [t] l - 写入 [STORAGE] now
            INFO     |                      | t                 | 2026-11-23 13:44:29.123 INFO  [t] l - 📦 [two words] now
            INFO     |                      | t                 | 2026-11-23 13:44:29.123 INFO  [t] l - 📦 [2026] now
            INFO     |                      | t                 | 2026-11-23 13:44:29.123 INFO  [t] l -
            ERROR    | GENERATION           | main              | 2026-11-23 13:44:29.123 [main] ERROR l - ❌ [GENERATION] another order
            INFO     | STORAGE              |                   | 2026-11-23T13:44:29.123Z INFO 📦 [STORAGE] iso
            INFO     | STORAGE              |                   | 2026-11-23 13:44:29.123 [INFO] [STORAGE] level in brackets
            INFO     | GENERATION-PROCESSING|                   | 2026-11-23 13:44:29,123 - services.generation_service - INFO - 🚀 [GENERATION-PROCESSING] Starting
            WARN     | STORAGE              |                   | 2026-11-23 13:44:29,123 - root - WARNING - ğŸš€ [STORAGE] damaged
            ERROR    | STORAGE              |                   | 2026-11-23 13:44:29,123 - root - ERROR - âš ï¸ [STORAGE] damaged, space lost
            INFO     | STORAGE              |                   | 2026-11-23 13:44:29,123 - root - INFO - ?? [STORAGE] replaced
            INFO     |                      |                   | 2026-11-23 13:44:29,123 - root - INFO - Found [STORAGE] later
            INFO     |                      |                   | 2026-11-23 13:44:29,123 - root - INFO - a - ERROR - [STORAGE] later
            """)
    void level_category_and_thread_of_a_line(String level, String category, String thread, String line) {
        LogRecord record = record(line + "\n");
        assertThat(record.time()).isEqualTo(LocalDateTime.of(2026, 11, 23, 13, 44, 29, 123_000_000));
        assertThat(record.level()).isEqualTo(LogLevel.valueOf(level));
        assertThat(record.category()).isEqualTo(category);
        assertThat(record.thread()).isEqualTo(thread == null ? "" : thread);
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(delimiter = '|', textBlock = """
            NONE  | STORAGE | 📦 [STORAGE] plain
            ERROR | STORAGE | ERROR: 📦 [STORAGE] plain
            WARN  | STORAGE | WARNING:root:📦 [STORAGE] plain
            NONE  |         | Errors in [STORAGE]
            ERROR |         | [ERROR] BUILD FAILURE
            WARN  | STORAGE | [WARNING] [STORAGE] plain
            NONE  | STORAGE | [STORAGE] [ERROR] plain
            INFO  | DB-UPDATE | INFO  [main] darkroom.DB-UPDATE - 📝 [DB-UPDATE] no time
            NONE  |         | 2026-13-23 13:44:29.123 INFO  [t] l - [STORAGE] no such month
            NONE  |         | 2026-11-23 13:44 INFO  [t] l - [STORAGE] no seconds
            """)
    void a_line_without_a_time(String level, String category, String line) {
        LogRecord record = record(line);
        assertThat(record.time()).isNull();
        assertThat(record.level()).isEqualTo(LogLevel.valueOf(level));
        assertThat(record.category()).isEqualTo(category);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            INFO     | info: started
            INFO     | info server started
            INFO     | INF main.go:7 > started
            INFO     | [info     ] started
            INFO     | [main] INFO  logger - started
            INFO     | NOTICE: table exists
            WARN     | warning [QUEUE] slow
            WARN     | [warn]: slow
            ERROR    | Error: boom
            ERROR    | level=error msg=boom
            ERROR    | {"msg":"boom","level":"error"}
            ERROR    | stdout F {"msg":"boom","level":50}
            CRITICAL | panic  [main] gone
            DEBUG    | Debug - step
            NONE     | error while connecting
            NONE     | Error while connecting
            NONE     | notice the difference
            NONE     | Success of the job
            NONE     | Warning lights are on
            NONE     | ErrorHandler ready
            NONE     | Information about the error page
            NONE     | ERROR_CODE=3
            NONE     | error=nil
            NONE     | [ERROR-BOX] is a category
            NONE     | [an error] is a thread
            NONE     | [QUEUE] text [x] error: more text
            ERROR    | [QUEUE] ERROR text
            ERROR    | [main] [ERROR] text
            ERROR    | +00:00 [ERR] refused
            ERROR    | +0000 [error]: #0 refused
            ERROR    | UTC [71] ERROR:  relation does not exist
            NONE     | UTC is the zone of this error
            NONE     | {"msg":"error","errors":{"level":"error"}}
            NONE     | {"msg":"cut off","level":"error"
            """)
    void a_level_is_read_where_a_level_stands(String level, String text) {
        assertThat(record("2026-11-23 13:44:29.123 " + text).level()).isEqualTo(LogLevel.valueOf(level));
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', textBlock = """
            2026-03-01T10:00:03.500 | {"ts":1772359203.5,"level":"error"}
            2026-03-01T10:00:03.500 | {"ts":1772359203500,"level":"error"}
            2026-03-01T10:00:03.500 | {"ts":"1772359203500123","level":"error"}
            2026-03-01T10:00:03.500 | {"ts":1772359203500123456,"level":"error"}
            2026-03-01T10:00:03.500 | {"a":{"time":"2020-01-01T00:00:00Z"},"time":"2026-03-01 10:00:03,500","level":"error"}
            2026-03-01T10:00:03     | ts=2026-03-01T10:00:03Z level=error
                                    | {"ts":12.5,"level":"error"}
                                    | level=error time=soon
            """)
    void the_time_of_a_structured_line(LocalDateTime time, String line) {
        assertThat(record(line).time()).isEqualTo(time);
        assertThat(record(line).level()).isEqualTo(LogLevel.ERROR);
        assertThat(record(line).text()).isEqualTo(line);
    }

    @Test
    void java_util_logging_names_the_level_below_the_time() {
        LogRecord record =
                record("Mar 01, 2026 1:20:10 PM app.Queue poll\r\nSEVERE: no answer\r\nx.Y: z\r\n\tat x\r\n");
        assertThat(record.time()).isEqualTo(LocalDateTime.of(2026, 3, 1, 13, 20, 10));
        assertThat(record.level()).isEqualTo(LogLevel.ERROR);
        assertThat(record.logger()).isEqualTo("app.Queue poll");
        assertThat(record.text()).isEqualTo("no answer");
        assertThat(record.trace()).isEqualTo("x.Y: z\r\n\tat x");
    }

    @Test
    void colours_nul_bytes_and_a_byte_order_mark_do_not_hide_a_line() {
        String line = "2026-11-23 13:44:29.123 INFO  [main] darkroom.STORAGE - 📦 [STORAGE] Starting";
        String coloured =
                "\u001b[90m2026-11-23 13:44:29.123\u001b[32m INFO \u001b[0m\u001b[90m [main] darkroom.STORAGE - "
                        + "\u001b[0m📦 \u001b[38;5;44m[STORAGE]\u001b[0m Starting";
        for (String damaged : new String[] {"\ufeff" + line, "\0\0\0" + line, coloured, line + "\r"}) {
            LogRecord record = record(damaged + "\r\n");
            assertThat(record.category()).as(damaged).isEqualTo("STORAGE");
            assertThat(record.level()).isEqualTo(LogLevel.INFO);
            assertThat(record.thread()).isEqualTo("main");
            assertThat(record.mark()).isEqualTo("📦");
            assertThat(record.text()).isEqualTo("Starting");
        }
    }

    @Test
    void a_record_is_taken_apart() {
        LogRecord record =
                record("2026-11-23 13:44:29.123 ERROR [run-8f3c1a2e] darkroom.STORAGE-FILE - ❌ [STORAGE-FILE] broken\n"
                        + "java.io.IOException: no\n\tat X\n");
        assertThat(record.mark()).isEqualTo("❌");
        assertThat(record.logger()).isEqualTo("darkroom.STORAGE-FILE");
        assertThat(record.generation()).isEqualTo("8f3c1a2e");
        assertThat(record.text()).isEqualTo("broken");
        assertThat(record.trace()).isEqualTo("java.io.IOException: no\n\tat X");
        assertThat(record.cut()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ğŸš€   | Starting                   | 🚀
            âœ…    | done                       | ✅
            ğŸ”    | Upload details             | 🔍
            ðŸ”    | Upload details             | 🔍
            ğŸ”—   | Creating signed URL        | 🔗
            ğŸ”„   | Status update              | 🔄
            ğŸ“    | Generated secure file path | 📁
            ğŸ“    | File metadata created      | 📝
            ğŸ“¦   | Starting storage process   | 📦
            ğŸ’¥   | trace                      | 💥
            âŒ     | failed                     | ❌
            âš ï¸   | Partial upload success     | ⚠️
            â˜ï¸    | Uploading                  | ☁️
            ğŸ¯    | result received            | 🎯
            ğŸ‰    | Upload process completed   | 🎉
            🚀       | whole                      | 🚀
            §        | unknown                    | §
            """)
    void a_damaged_mark_is_shown_as_meant(String damaged, String text, String meant) {
        assertThat(MojibakeRepair.repair(damaged, text)).isEqualTo(meant);
    }

    @Test
    void every_mark_is_known_again_after_either_damage() {
        for (dev.darkroom.logging.LogMark mark : dev.darkroom.logging.LogMark.values()) {
            for (String page : new String[] {"windows-1252", "windows-1254"}) {
                String damaged = new String(
                        mark.emoji().getBytes(StandardCharsets.UTF_8), java.nio.charset.Charset.forName(page));
                String text = mark == dev.darkroom.logging.LogMark.PATH ? "Generated secure file path" : "other";
                assertThat(MojibakeRepair.repair(damaged.replace("\ufffd", ""), text))
                        .as(page)
                        .isEqualTo(mark.emoji());
                assertThat(MojibakeRepair.repair(damaged, text)).as(page).isEqualTo(mark.emoji());
                String line =
                        "2026-11-23 13:44:29,123 - l - INFO - " + damaged.replace("\ufffd", "") + " [STORAGE] " + text;
                assertThat(record(line).category()).as(line).isEqualTo("STORAGE");
                assertThat(record(line).mark()).as(line).isEqualTo(mark.emoji());
            }
        }
    }
}
