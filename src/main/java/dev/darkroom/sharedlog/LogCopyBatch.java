package dev.darkroom.sharedlog;

import dev.darkroom.logging.LogLine;
import dev.darkroom.logging.LogLineEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** A batch of records in COPY format, written together or not at all. */
final class LogCopyBatch {
    private static final String COPY =
            "copy log_record (at, engine, number, level, category, generation, line) from stdin";
    private static final String FIRST =
            "select exists (select from log_record where at = cast(? as timestamptz) and engine = ? and number = ?)";

    /** The most characters of a record that are shared; the log file of its machine has the whole record. */
    private static final int MAX_CHARACTERS = 256 << 10;

    private static final String CUT = "\n\t... cut: the rest is in the log of its machine";

    private final String engine;
    private final String firstAt;
    private final long firstNumber;
    private final int size;
    private final byte[] rows;

    /** @param firstNumber of the first line; the other lines are numbered consecutively */
    LogCopyBatch(String engine, LogLineEncoder encoder, long firstNumber, List<LogLine> lines) {
        this.engine = engine;
        this.firstNumber = firstNumber;
        this.firstAt = at(lines.getFirst());
        this.size = lines.size();
        StringBuilder text = new StringBuilder(300 * lines.size());
        for (int i = 0; i < lines.size(); i++) {
            row(text, lines.get(i), firstNumber + i, encoder);
        }
        this.rows = text.toString().getBytes(StandardCharsets.UTF_8);
    }

    int size() {
        return size;
    }

    private void row(StringBuilder out, LogLine line, long number, LogLineEncoder encoder) {
        out.append(at(line)).append('\t');
        value(out, engine).append('\t').append(number).append('\t').append(line.level());
        value(out.append('\t'), line.category() == null ? null : line.category().tag());
        value(out.append('\t'), line.generation());
        value(out.append('\t'), shown(encoder.format(line))).append('\n');
    }

    private static String shown(String record) {
        String whole = record.endsWith("\n") ? record.substring(0, record.length() - 1) : record;
        return whole.length() <= MAX_CHARACTERS ? whole : whole.substring(0, MAX_CHARACTERS) + CUT;
    }

    /** Formats the time in the database's precision, so that the record can be found again. */
    private static String at(LogLine line) {
        Instant time = line.time().truncatedTo(ChronoUnit.MICROS);
        return time.toString();
    }

    private static StringBuilder value(StringBuilder out, @Nullable String value) {
        if (value == null) {
            return out.append("\\N");
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> out.append(c);
            }
        }
        return out;
    }

    /** @param again whether an earlier attempt may have been committed without a response */
    void write(Connection connection, boolean again) throws SQLException {
        if (again && isThere(connection)) {
            return;
        }
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY);
        try {
            copy.writeToCopy(rows, 0, rows.length);
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private boolean isThere(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FIRST)) {
            statement.setString(1, firstAt);
            statement.setString(2, engine);
            statement.setLong(3, firstNumber);
            try (ResultSet answer = statement.executeQuery()) {
                return answer.next() && answer.getBoolean(1);
            }
        }
    }
}
