package dev.darkroom.logfile.parse;

/**
 * Parses the heads that begin with a time in brackets: of gunicorn and Elasticsearch, {@code [TIME] [7] [LEVEL] text}, of Celery,
 * {@code [TIME: LEVEL/process] text}, of env_logger, {@code [TIME LEVEL module] text}, and of Monolog,
 * {@code [TIME] channel.LEVEL: text}. Not thread-safe.
 */
final class BracketedTimeHead {
    private final LogTimestampParser timestamp;

    long time;
    LogLevel level = LogLevel.NONE;
    int loggerFrom;
    int loggerTo;

    /** Where the text begins, or, without a level, what follows the time. */
    int end;

    BracketedTimeHead(LogTimestampParser timestamp) {
        this.timestamp = timestamp;
    }

    /** Parses a line that begins with a bracket; false if it is none of these formats. */
    boolean parse(byte[] b, int from, int to) {
        level = LogLevel.NONE;
        loggerFrom = loggerTo = 0;
        time = timestamp.parse(b, from + 1, to);
        int close = time == LogTimestampParser.NONE ? to : ByteScanner.indexOf(b, from, to, (byte) ']');
        if (close == to) {
            return false;
        }
        end = LevelWordParser.skipSpaces(b, close + 1, to);
        int i = LogTimestampParser.skipZone(b, timestamp.end(), close);
        if (i < close) {
            return parseInside(b, b[i] == ':' ? LevelWordParser.skipSpaces(b, i + 1, close) : i, close);
        }
        parseChannel(b, to);
        return true;
    }

    /** Parses the level between the time and the closing bracket, and the name of the process or module behind it. */
    private boolean parseInside(byte[] b, int from, int close) {
        int word = wordEnd(b, from, close);
        level = LogLevel.ofCapitals(b, from, word);
        loggerFrom = word < close && b[word] == '/' ? word + 1 : LevelWordParser.skipSpaces(b, word, close);
        loggerTo = close;
        return level != LogLevel.NONE;
    }

    /** Parses {@code channel.LEVEL: text}. */
    private void parseChannel(byte[] b, int to) {
        int dot = end;
        int i = end;
        while (i < to && LogLineHead.isCategory(b[i])) {
            dot = b[i] == '.' ? i : dot;
            i++;
        }
        if (dot > end && i < to && b[i] == ':') {
            level = LogLevel.ofCapitals(b, dot + 1, i);
        }
        if (level != LogLevel.NONE) {
            loggerFrom = end;
            loggerTo = dot;
            end = LevelWordParser.skipSpaces(b, i + 1, to);
        }
    }

    private static int wordEnd(byte[] b, int from, int to) {
        int i = from;
        while (i < to && LogLineHead.isLetter(b[i])) {
            i++;
        }
        return i;
    }
}
