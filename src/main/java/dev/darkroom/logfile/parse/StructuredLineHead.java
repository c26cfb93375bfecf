package dev.darkroom.logfile.parse;

/**
 * Parses the heads of other programs that do not begin with a time as ours do: JSON, logfmt, and those of
 * {@link NamedMonthLineHead}. Not thread-safe.
 */
final class StructuredLineHead {
    private final LogFields fields;
    private final JsonLineHead json;
    private final LogfmtLineHead logfmt;
    private final NamedMonthLineHead namedMonth = new NamedMonthLineHead();
    private final LevelWordParser levelWord = new LevelWordParser();

    long time;
    LogLevel level = LogLevel.NONE;

    /** Where the text begins; of JSON and logfmt, the text is the whole line. */
    int message;

    /** Where the logger begins, up to the end of the line, or -1. */
    int logger;

    /** A position in the second line of a head of two lines, or -1. */
    int secondLine;

    /** As {@link LogLineHead#begins}. */
    boolean begins;

    /** As {@link LogLineHead#undecided}. */
    boolean undecided;

    StructuredLineHead(LogTimestampParser timestamp) {
        fields = new LogFields(timestamp);
        json = new JsonLineHead(fields);
        logfmt = new LogfmtLineHead(fields);
    }

    private void clear(int from) {
        time = LogTimestampParser.NONE;
        level = LogLevel.NONE;
        message = from;
        logger = -1;
        secondLine = -1;
        begins = false;
        undecided = false;
    }

    /**
     * Parses a line; false if it is none of these formats.
     *
     * @param to the end of the line
     * @param available the end of the bytes, which may include the lines below
     */
    boolean parse(byte[] b, int from, int to, int available) {
        clear(from);
        int limit = Math.min(to, from + LogLineHead.MAX);
        if (b[from] == '{') {
            return isBraceAlone(b, from, to)
                    ? parseObject(b, from, available)
                    : parseObjectLine(b, from, to, available);
        }
        if (from + 3 < to && b[from + 3] == ' ' && namedMonth.readClock(b, from, limit)) {
            takeNamedMonth();
            logger = message;
            readLevelBelow(b, from, to, available);
            return true;
        }
        if (b[from] == '#' ? namedMonth.readAngles(b, from, limit) : namedMonth.readAccess(b, from, limit)) {
            takeNamedMonth();
            return true;
        }
        begins = logfmt.read(b, from, limit);
        takeFields(begins);
        return begins;
    }

    /**
     * Parses a JSON object on one line. One that begins with <code>{"</code> and is cut off is surely a record; a whole one
     * without time and level may be a part of the text above.
     */
    boolean parseObjectLine(byte[] b, int from, int to, int available) {
        clear(from);
        boolean whole = json.readLine(b, from, to);
        takeFields(whole);
        undecided = !fields.isComplete() && isCut(from, to, available);
        begins = from + 1 < to && b[from + 1] == '"' && !(whole && fields.isEmpty());
        return true;
    }

    /** Parses an object over several lines: it is a record only if it has a time and a level, else a part of one. */
    private boolean parseObject(byte[] b, int from, int available) {
        int to = Math.min(available, from + LogLineHead.MAX);
        undecided = json.readLines(b, from, to) && to == available && to < from + LogLineHead.MAX;
        takeFields(fields.isComplete());
        return fields.isComplete();
    }

    /** Finds the level, after a time, in a JSON object or logfmt; false if there is none. */
    boolean parseLevel(byte[] b, int from, int to, int available) {
        clear(from);
        if (b[from] == '{') {
            takeFields(json.readLine(b, from, to));
            undecided = level == LogLevel.NONE && isCut(from, to, available);
        } else {
            takeFields(logfmt.read(b, from, Math.min(to, from + LogLineHead.MAX)));
        }
        return level != LogLevel.NONE;
    }

    private static boolean isCut(int from, int to, int available) {
        return to == available && to - from < JsonLineHead.MAX;
    }

    private static boolean isBraceAlone(byte[] b, int from, int to) {
        int i = LevelWordParser.skipSpaces(b, from + 1, to);
        return i == to || (b[i] == '\r' && i + 1 == to);
    }

    private void takeFields(boolean any) {
        time = any ? fields.time : LogTimestampParser.NONE;
        level = any ? fields.level : LogLevel.NONE;
    }

    private void takeNamedMonth() {
        time = namedMonth.time;
        level = namedMonth.level;
        message = namedMonth.end;
    }

    /** Reads the second line of java.util.logging, which has the level and the message. */
    private void readLevelBelow(byte[] b, int from, int to, int available) {
        int below = to + 1;
        int limit = Math.min(available, from + LogLineHead.MAX);
        if (to - from > LogLineHead.MAX_FIRST_LINE) {
            return;
        }
        if (below < limit && levelWord.parseCapitalsWithColon(b, below, limit)) {
            level = levelWord.level;
            message = levelWord.end;
            secondLine = below;
            return;
        }
        undecided = available - below <= LogLevel.MAX_NAME
                && (below > available || ByteScanner.indexOf(b, below, available, (byte) '\n') == available);
    }

    /** Reads time and level of a logfmt line, {@code time=2026-03-01T10:00:02Z level=error msg="poll failed"}. */
    private static final class LogfmtLineHead {
        private final LogFields fields;

        LogfmtLineHead(LogFields fields) {
            this.fields = fields;
        }

        /** Reads the line; false if its first field is neither a time nor a level: then it is not taken for logfmt. */
        boolean read(byte[] b, int from, int end) {
            fields.clear();
            int i = readField(b, from, end);
            if (fields.isEmpty()) {
                return false;
            }
            while (i < end && !fields.isComplete()) {
                i = readField(b, ByteScanner.skip(b, i, end, (byte) ' '), end);
            }
            return true;
        }

        /** Reads one field, or one word without a value; returns its end. */
        private int readField(byte[] b, int from, int end) {
            int name = from;
            while (name < end && isName(b[name])) {
                name++;
            }
            if (name == from || name >= end || b[name] != '=') {
                return ByteScanner.indexOf(b, name, end, (byte) ' ');
            }
            int value = name + 1;
            if (value < end && b[value] == '"') {
                int close = JsonLineHead.stringEnd(b, value + 1, end);
                fields.take(b, from, name, value + 1, close);
                return Math.min(close + 1, end);
            }
            int close = valueEnd(b, value, end);
            boolean numberOfProse = close - value < 3 && value < close && b[value] <= '9';
            if (!numberOfProse) {
                fields.take(b, from, name, value, close);
            }
            return close;
        }

        private static int valueEnd(byte[] b, int from, int end) {
            int i = from;
            while (i < end && b[i] != ' ' && b[i] != '\r') {
                i++;
            }
            return i;
        }

        private static boolean isName(byte b) {
            return b > ' ' && b != '=' && b != '"';
        }
    }
}
