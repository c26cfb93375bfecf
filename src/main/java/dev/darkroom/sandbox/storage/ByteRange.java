package dev.darkroom.sandbox.storage;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The one range of a {@code Range} header, both ends counted. */
record ByteRange(long first, long last) {
    private static final Pattern SINGLE = Pattern.compile("bytes=(?:(\\d{1,18})-(\\d{0,18})|-(\\d{1,18}))");

    /** An end past the object is cut; anything else that does not fit, or more than one range, is refused. */
    static ByteRange of(String header, long size) {
        Matcher matcher = SINGLE.matcher(header.strip());
        if (!matcher.matches()) {
            throw ApiError.range();
        }
        String suffix = matcher.group(3);
        long first = suffix != null ? Math.max(0, size - Long.parseLong(suffix)) : Long.parseLong(matcher.group(1));
        String end = suffix != null ? "" : matcher.group(2);
        long last = end.isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(end));
        if (first > last) {
            throw ApiError.range();
        }
        return new ByteRange(first, last);
    }

    long length() {
        return last - first + 1;
    }

    String header(long size) {
        return "bytes " + first + "-" + last + "/" + size;
    }
}
