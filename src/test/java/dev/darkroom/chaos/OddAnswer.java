package dev.darkroom.chaos;

import dev.darkroom.sandbox.Fault;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The odd answers of fal.ai that one wish each asks for by name, and how such a generation must end. */
final class OddAnswer {
    private static final Set<String> COMPLETED = Set.of("COMPLETED");
    private static final Set<String> FAILED = Set.of("FAILED");

    /** All are of one picture, so what flags the first file flags all. */
    static final Map<Fault, Set<String>> ENDS = new TreeMap<>(Map.ofEntries(
            Map.entry(Fault.RESULT_LONE_SURROGATE, COMPLETED),
            Map.entry(Fault.RESULT_NUL, COMPLETED),
            Map.entry(Fault.RESULT_NAN, COMPLETED),
            Map.entry(Fault.RESULT_BOM, COMPLETED),
            Map.entry(Fault.RESULT_DEEP, COMPLETED),
            Map.entry(Fault.RESULT_LONG_TEXT, COMPLETED),
            Map.entry(Fault.RESULT_BARE_ADDRESS, COMPLETED),
            Map.entry(Fault.RESULT_INLINE_SVG, COMPLETED),
            Map.entry(Fault.NSFW_LIST, FAILED),
            Map.entry(Fault.NSFW_BARE, FAILED),
            Map.entry(Fault.NSFW_SHORT_LIST, FAILED),
            Map.entry(Fault.STATUS_LOWER_CASE, COMPLETED),
            Map.entry(Fault.STATUS_FAILED, FAILED),
            Map.entry(Fault.STATUS_CANCELLED, FAILED),
            Map.entry(Fault.STATUS_LATE, COMPLETED),
            Map.entry(Fault.STATUS_405, COMPLETED),
            Map.entry(Fault.UNKNOWN_STATUS, COMPLETED),
            Map.entry(Fault.MALFORMED_STATUS, COMPLETED),
            Map.entry(Fault.MALFORMED_RESULT, COMPLETED),
            Map.entry(Fault.FILE_LATE, COMPLETED),
            Map.entry(Fault.FILE_ODD_TYPE, COMPLETED),
            Map.entry(Fault.FILE_WRONG_SIZE, COMPLETED),
            Map.entry(Fault.NO_CONTENT_TYPE, COMPLETED),
            Map.entry(Fault.HUGE_SEED, COMPLETED),
            Map.entry(Fault.SUBMIT_429_FOR_EVER, COMPLETED)));

    private OddAnswer() {}
}
