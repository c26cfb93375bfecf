package dev.darkroom.logfile.parse;

/** Reads time and level of a logfmt line, {@code time=2026-03-01T10:00:02Z level=error msg="poll failed"}. */
final class LogfmtLineHead {
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
