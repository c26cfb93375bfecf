package dev.darkroom.chaos;

import dev.darkroom.sandbox.fault.SandboxFault;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The odd responses of fal.ai that one request each asks for by name, and how such a generation must end. */
final class OddAnswer {
    private static final Set<String> COMPLETED = Set.of("COMPLETED");
    private static final Set<String> FAILED = Set.of("FAILED");

    /** All are of one picture, so what flags the first file flags all. */
    static final Map<SandboxFault, Set<String>> ENDS = new TreeMap<>(Map.ofEntries(
            Map.entry(SandboxFault.RESULT_LONE_SURROGATE, COMPLETED),
            Map.entry(SandboxFault.RESULT_NUL, COMPLETED),
            Map.entry(SandboxFault.RESULT_NAN, COMPLETED),
            Map.entry(SandboxFault.RESULT_BOM, COMPLETED),
            Map.entry(SandboxFault.RESULT_DEEP, COMPLETED),
            Map.entry(SandboxFault.RESULT_LONG_TEXT, COMPLETED),
            Map.entry(SandboxFault.RESULT_BARE_ADDRESS, COMPLETED),
            Map.entry(SandboxFault.RESULT_INLINE_SVG, COMPLETED),
            Map.entry(SandboxFault.NSFW_LIST, FAILED),
            Map.entry(SandboxFault.NSFW_BARE, FAILED),
            Map.entry(SandboxFault.NSFW_SHORT_LIST, FAILED),
            Map.entry(SandboxFault.STATUS_LOWER_CASE, COMPLETED),
            Map.entry(SandboxFault.STATUS_FAILED, FAILED),
            Map.entry(SandboxFault.STATUS_CANCELLED, FAILED),
            Map.entry(SandboxFault.STATUS_LATE, COMPLETED),
            Map.entry(SandboxFault.STATUS_405, COMPLETED),
            Map.entry(SandboxFault.UNKNOWN_STATUS, COMPLETED),
            Map.entry(SandboxFault.MALFORMED_STATUS, COMPLETED),
            Map.entry(SandboxFault.MALFORMED_RESULT, COMPLETED),
            Map.entry(SandboxFault.FILE_LATE, COMPLETED),
            Map.entry(SandboxFault.FILE_PAGE, COMPLETED),
            Map.entry(SandboxFault.FILE_ODD_TYPE, COMPLETED),
            Map.entry(SandboxFault.FILE_WRONG_SIZE, COMPLETED),
            Map.entry(SandboxFault.NO_CONTENT_TYPE, COMPLETED),
            Map.entry(SandboxFault.HUGE_SEED, COMPLETED),
            Map.entry(SandboxFault.SUBMIT_429_FOR_EVER, COMPLETED)));

    private OddAnswer() {}
}
