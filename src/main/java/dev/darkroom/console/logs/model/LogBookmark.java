package dev.darkroom.console.logs.model;

import dev.darkroom.console.logs.text.RecordText;
import dev.darkroom.logfile.query.LogRecord;

/**
 * A record that a person wants to find again.
 *
 * @param record its number
 * @param offset where it begins, which proves after a restart that it is still the same one
 * @param time as it is shown, empty when it has none
 * @param text how it begins
 */
public record LogBookmark(int record, long offset, String time, String text) {
    private static final int LONGEST = 120;

    static LogBookmark of(LogRecord record) {
        String text = record.text();
        return new LogBookmark(
                (int) record.number(),
                record.offset(),
                record.time() == null ? "" : RecordText.DATE_TIME.format(record.time()),
                text.length() > LONGEST ? text.substring(0, LONGEST) : text);
    }
}
