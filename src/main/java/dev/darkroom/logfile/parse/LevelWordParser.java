package dev.darkroom.logfile.parse;

/** Parses a level where one stands: as a word of its own, in brackets or between bars. Not thread-safe. */
final class LevelWordParser {
    LogLevel level = LogLevel.NONE;

    /** Where the text after the level, its colon and its spaces begins; where the search began if there is no level. */
    int end;

    /** Parses {@code LEVEL} or {@code LEVEL:}; false if the word is not a level, or looks like the first of a sentence. */
    boolean parse(byte[] b, int from, int to) {
        int word = wordEnd(b, from, to);
        level = LogLevel.of(b, from, word);
        if (level != LogLevel.NONE && !isSetOff(b, from, word, to)) {
            level = LogLevel.NONE;
        }
        end = level == LogLevel.NONE ? from : skipColon(b, word, to);
        return level != LogLevel.NONE;
    }

    /** Parses a level at the beginning of a line, where in lower case only a colon tells it from a word of prose. */
    boolean parseFirstWord(byte[] b, int from, int to) {
        int word = wordEnd(b, from, to);
        boolean lowerWithColon = word < to && b[word] == ':' && b[from] >= 'a';
        if (!LogLevel.isCapitals(b, from, word) && !lowerWithColon) {
            level = LogLevel.NONE;
            end = from;
            return false;
        }
        return parse(b, from, to);
    }

    /** Parses {@code LEVEL:} in capitals, as no line of a stack trace begins. */
    boolean parseCapitalsWithColon(byte[] b, int from, int to) {
        int word = wordEnd(b, from, to);
        level = word < to && b[word] == ':' ? LogLevel.ofCapitals(b, from, word) : LogLevel.NONE;
        end = level == LogLevel.NONE ? from : skipColon(b, word, to);
        return level != LogLevel.NONE;
    }

    /** Parses {@code | LEVEL | text}. */
    boolean parseBetweenBars(byte[] b, int from, int to) {
        if (!parse(b, skipSpaces(b, from + 1, to), to)) {
            end = from;
            return false;
        }
        end = end < to && b[end] == '|' ? skipSpaces(b, end + 1, to) : end;
        return true;
    }

    /** Parses {@code [LEVEL]}, padded or not, with nothing else between the brackets. */
    boolean parseInBrackets(byte[] b, int from, int to) {
        int close = ByteScanner.indexOf(b, from, to, (byte) ']');
        int begin = skipSpaces(b, from + 1, close);
        int word = wordEnd(b, begin, close);
        boolean alone = close < to && skipSpaces(b, word, close) == close;
        level = alone ? LogLevel.of(b, begin, word) : LogLevel.NONE;
        end = level == LogLevel.NONE ? from : skipColon(b, close + 1, to);
        return level != LogLevel.NONE;
    }

    private static boolean isSetOff(byte[] b, int from, int word, int to) {
        if (word == to) {
            return true;
        }
        byte next = b[word];
        if (LogLineHead.isCategory(next) || next == '=') {
            return false;
        }
        if (LogLevel.isCapitals(b, from, word)) {
            return true;
        }
        byte afterSpace = next == ' ' && word + 1 < to ? b[word + 1] : next;
        return switch (afterSpace) {
            case ':', '\t', ' ', '[', ']', '|', '(', '{', '<', '-', '\r' -> true;
            default -> next == ' ' && LogLevel.isOnlyLevel(b, from, word);
        };
    }

    private static int wordEnd(byte[] b, int from, int to) {
        int i = from;
        while (i < to && LogLineHead.isLetter(b[i])) {
            i++;
        }
        return i;
    }

    private static int skipColon(byte[] b, int from, int to) {
        return skipSpaces(b, from < to && b[from] == ':' ? from + 1 : from, to);
    }

    static int skipSpaces(byte[] b, int from, int to) {
        int i = from;
        while (i < to && (b[i] == ' ' || b[i] == '\t')) {
            i++;
        }
        return i;
    }
}
