package dev.darkroom.sandbox.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The single range of a {@code Range} header, both ends inclusive. */
public record ByteRange(long first, long last) {
    private static final Pattern SINGLE = Pattern.compile("bytes=(\\d*)-(\\d*)");

    /** Whether the header requests exactly one byte range. */
    public static boolean isSingle(String header) {
        return SINGLE.matcher(header.strip()).matches();
    }

    /** An end beyond the file is cut; empty for any other range that does not fit, and for multiple ranges. */
    public static Optional<ByteRange> of(String header, long size) {
        Matcher matcher = SINGLE.matcher(header.strip());
        if (!matcher.matches() || matcher.group(1).isEmpty() && matcher.group(2).isEmpty()) {
            return Optional.empty();
        }
        String start = matcher.group(1);
        String end = matcher.group(2);
        long first = start.isEmpty() ? Math.max(0, size - position(end)) : position(start);
        long last = start.isEmpty() || end.isEmpty() ? size - 1 : Math.min(size - 1, position(end));
        return first > last ? Optional.empty() : Optional.of(new ByteRange(first, last));
    }

    /** A number with too many digits for a long is beyond the end of any file. */
    private static long position(String digits) {
        return digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
    }

    public long length() {
        return last - first + 1;
    }

    public String header(long size) {
        return "bytes " + first + "-" + last + "/" + size;
    }
}
