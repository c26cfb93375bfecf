package dev.darkroom.logfile.search;

import org.jspecify.annotations.Nullable;

/** Something that finds records of a file, piece by piece. */
public interface SegmentHits {
    /** What was found in a piece; null if nothing is known of it yet. */
    @Nullable
    SegmentMatches hits(int piece);
}
