package dev.darkroom.logfile.index;

import dev.darkroom.logfile.match.ExpressionException;
import dev.darkroom.logfile.match.GenerationSearch;
import dev.darkroom.logfile.match.TextSearch;
import dev.darkroom.logfile.parse.ByteScanner;
import dev.darkroom.logfile.parse.CategoryDictionary;
import dev.darkroom.logfile.parse.LogLevel;
import dev.darkroom.logfile.parse.LogLineHead;
import dev.darkroom.logfile.parse.LogTimestampParser;
import dev.darkroom.logfile.query.LogQuery;
import dev.darkroom.logfile.source.ByteSource;
import java.io.IOException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A {@link LogQuery} compiled for matching: most records are decided by their state (level and category) and time, the rest by
 * their bytes. Not thread-safe.
 */
public final class CompiledQuery {
    public static final byte NO = 1;
    public static final byte YES = 2;

    /** Undecided: the bytes of the record must be read. */
    public static final byte MUST_READ = 3;

    private final LogQuery query;
    private final CategoryFilter categories;
    private final CategoryDictionary tags;
    private final LeftOutRecords leftOut;
    private final byte[] byState = new byte[1 << 16];
    private final long since;
    private final long until;
    private final List<TextCheck> texts = new ArrayList<>();
    private final LogLineHead head = new LogLineHead();

    public CompiledQuery(LogQuery query, CategoryDictionary tags) {
        this(query, tags, new LeftOutRecords());
    }

    /** @param leftOut collects the records on which the expression takes too long: they do not match */
    public CompiledQuery(LogQuery query, CategoryDictionary tags, LeftOutRecords leftOut) {
        this.query = query;
        this.tags = tags;
        this.leftOut = leftOut;
        categories = new CategoryFilter(query.categories());
        since = limit(query.since(), Long.MIN_VALUE);
        until = limit(query.until(), Long.MAX_VALUE);
        if (query.text() != null) {
            texts.add(new TextCheck(TextSearch.of(query.text()), true));
        }
        if (query.generation() != null) {
            texts.add(new TextCheck(new GenerationSearch(query.generation()), true));
        }
        query.conditions().forEach(one -> texts.add(new TextCheck(TextSearch.of(one.text()), one.wanted())));
    }

    /** A text that must be in a record if it is {@code wanted}, otherwise must not. */
    private record TextCheck(TextSearch search, boolean wanted) {}

    private static long limit(@Nullable LocalDateTime time, long none) {
        return time == null ? none : LogTimestampParser.millis(time);
    }

    public byte decide(short state, long time) {
        byte known = decide(state);
        if (known != NO && (since != Long.MIN_VALUE || until != Long.MAX_VALUE)) {
            return time == LogTimestampParser.NONE || time < since || time > until ? NO : known;
        }
        return known;
    }

    /** As {@link #decide(short, long)}, ignoring the time. */
    public byte decide(short state) {
        byte known = byState[state & 0xFFFF];
        if (known == 0) {
            known = judge(state);
            byState[state & 0xFFFF] = known;
        }
        return known;
    }

    private byte judge(short state) {
        LogLevel level = LogLevel.at(state & 7);
        if (!query.levels().isEmpty() && !query.levels().contains(level)) {
            return NO;
        }
        int tag = (state & 0xFFFF) >>> 3;
        if (tag == CategoryDictionary.OTHER && !query.categories().isEmpty()) {
            return MUST_READ;
        }
        if (tag != CategoryDictionary.OTHER && !categories.accepts(tags.name(tag))) {
            return NO;
        }
        return texts.isEmpty() ? YES : MUST_READ;
    }

    /** Returns whether the times of the segment rule out every record. */
    public boolean excludes(IndexSegment segment) {
        return (since != Long.MIN_VALUE || until != Long.MAX_VALUE)
                && (segment.latest() < since || segment.earliest() > until);
    }

    /** Returns whether the times of the segment allow every record. */
    public boolean includes(IndexSegment segment) {
        return (since == Long.MIN_VALUE && until == Long.MAX_VALUE)
                || (segment.timed() && segment.earliest() >= since && segment.latest() <= until);
    }

    /** Returns whether some of these records must be decided by their bytes. */
    public boolean mustRead(StateCounts counts) {
        for (short state : counts.states()) {
            if (decide(state) == MUST_READ) {
                return true;
            }
        }
        return false;
    }

    /** Decides by the bytes of the whole record. */
    public boolean matches(byte[] bytes, int from, int to) {
        if (!matchesCategory(bytes, from, to)) {
            return false;
        }
        try {
            for (TextCheck text : texts) {
                if (text.search.findShown(bytes, from, to) != text.wanted) {
                    return false;
                }
            }
            return true;
        } catch (ExpressionException refused) {
            leftOut.add(refused);
            return false;
        }
    }

    /** As {@link #matches(byte[], int, int)}, for a record of any length. */
    public boolean matches(ByteSource source, long from, long to) throws IOException {
        byte[] begin = new byte[(int) Math.min(LogLineHead.MAX, to - from)];
        int count = source.read(from, begin, 0, begin.length);
        if (!matchesCategory(begin, 0, count)) {
            return false;
        }
        try {
            for (TextCheck text : texts) {
                if (text.search.findShown(source, from, to) != text.wanted) {
                    return false;
                }
            }
            return true;
        } catch (ExpressionException refused) {
            leftOut.add(refused);
            return false;
        }
    }

    private boolean matchesCategory(byte[] bytes, int from, int to) {
        if (query.categories().isEmpty()) {
            return true;
        }
        head.parse(bytes, from, ByteScanner.indexOf(bytes, from, to, (byte) '\n'), to);
        String tag = head.category();
        return categories.accepts(tag == null ? "" : tag);
    }

    /**
     * The accepted categories: {@code STORAGE} accepts {@code STORAGE} and {@code STORAGE-…} but not {@code STORAGEX},
     * {@code =STORAGE} only that one, {@code -} a record without a category. An empty set accepts every record.
     */
    private record CategoryFilter(Set<String> wanted) {
        private static final String NO_CATEGORY = "-";

        /** Returns whether a category, empty for none, is accepted. */
        boolean accepts(String category) {
            return wanted.isEmpty() || wanted.stream().anyMatch(one -> accepts(one, category));
        }

        private static boolean accepts(String one, String category) {
            if (category.isEmpty()) {
                return one.equals(NO_CATEGORY);
            }
            if (one.startsWith("=")) {
                return category.equals(one.substring(1));
            }
            return category.startsWith(one)
                    && (category.length() == one.length() || category.charAt(one.length()) == '-');
        }
    }
}
