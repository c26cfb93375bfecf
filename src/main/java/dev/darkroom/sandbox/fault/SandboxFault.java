package dev.darkroom.sandbox.fault;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A failure that a stand-in can inject. Its word is in lower case with dashes. */
public enum SandboxFault {
    // fal.ai: the job itself, drawn once on submit
    STUCK_IN_QUEUE(Side.FAL_JOB, "stays IN_QUEUE at position 0"),
    STUCK_IN_PROGRESS(Side.FAL_JOB, "stays IN_PROGRESS"),
    STUCK_IN_TURNS(Side.FAL_JOB, "is IN_PROGRESS and IN_QUEUE in turns and never ends"),
    SLOW(Side.FAL_JOB, "runs ten times as long"),
    BACK_TO_QUEUE(Side.FAL_JOB, "falls from IN_PROGRESS back to IN_QUEUE once"),
    COMPLETED_WITH_ERROR(Side.FAL_JOB, "COMPLETED with error and error_type, result 504"),
    HIDDEN_REFUSAL(Side.FAL_JOB, "plain COMPLETED, the result is a 422 with a detail list"),
    HIDDEN_ERROR_TEXT(Side.FAL_JOB, "plain COMPLETED, the result is a 422 with detail as a string"),
    HIDDEN_SERVER_ERROR(Side.FAL_JOB, "plain COMPLETED, the result is a 500"),
    NOT_YET(Side.FAL_JOB, "result says 'still in progress' for a moment after COMPLETED"),
    RESULT_EXPIRED(Side.FAL_JOB, "the result is gone (404) when fetched"),
    MALFORMED_RESULT(Side.FAL_JOB, "the result is cut JSON, the first time"),
    UNKNOWN_STATUS(Side.FAL_JOB, "one status answer has a value that does not exist"),
    HUGE_SEED(Side.FAL_JOB, "the result names a seed above 2^63"),
    FILE_GONE(Side.FAL_JOB, "one result file answers 404"),
    FILE_CUT(Side.FAL_JOB, "one result file's connection is cut half way, the first time"),
    FILE_WRONG_SIZE(Side.FAL_JOB, "one result file is shorter than its file_size says"),
    NO_CONTENT_TYPE(Side.FAL_JOB, "result files lack content_type and file_size"),
    RESULT_LONE_SURROGATE(Side.FAL_JOB, "the result and its file names hold half of a surrogate pair"),
    RESULT_NUL(Side.FAL_JOB, "the result holds NUL, and the characters backslash-u0000 as they were typed"),
    RESULT_NAN(Side.FAL_JOB, "the result holds NaN, Infinity and numbers beyond a double"),
    RESULT_BOM(Side.FAL_JOB, "the result begins with a byte order mark"),
    RESULT_DEEP(Side.FAL_JOB, "the result is nested 2,000 deep"),
    RESULT_LONG_TEXT(Side.FAL_JOB, "the result holds a text of 25 MB"),
    RESULT_BARE_ADDRESS(Side.FAL_JOB, "the result names its files by bare addresses, not by objects"),
    RESULT_INLINE_SVG(Side.FAL_JOB, "the result holds its file as text: {\"svg\": \"<svg…\"}"),
    NSFW_LIST(Side.FAL_JOB, "has_nsfw_concepts is true for every file"),
    NSFW_BARE(Side.FAL_JOB, "has_nsfw_concepts is a bare true"),
    NSFW_SHORT_LIST(Side.FAL_JOB, "has_nsfw_concepts is [true], however many files there are"),
    STATUS_LOWER_CASE(Side.FAL_JOB, "the status at the end is 'completed' in small letters"),
    STATUS_FAILED(Side.FAL_JOB, "the status at the end is FAILED, the result is a 500"),
    STATUS_CANCELLED(Side.FAL_JOB, "the status at the end is CANCELLED, the result is a 499"),
    STATUS_LATE(Side.FAL_JOB, "the first two status calls answer 404"),
    FILE_LATE(Side.FAL_JOB, "one result file answers 404 the first time"),
    FILE_PAGE(Side.FAL_JOB, "one result file is a web page the first time"),
    FILE_ODD_TYPE(Side.FAL_JOB, "result files have the content type 'binary'"),
    // fal.ai: one call
    SUBMIT_ANSWER_LOST(Side.FAL_SUBMIT, "job accepted, the connection is cut before the answer"),
    SUBMIT_502(Side.FAL_SUBMIT, "job accepted, the answer is a 502"),
    SUBMIT_429(Side.FAL_SUBMIT, "429 with Retry-After, nothing accepted"),
    SUBMIT_429_FOR_EVER(Side.FAL_SUBMIT, "429 with Retry-After: 99999999999999999, nothing accepted"),
    SUBMIT_503(Side.FAL_SUBMIT, "503, nothing accepted"),
    ACCOUNT_LOCKED(Side.FAL_SUBMIT, "403 User is locked, nothing accepted"),
    STATUS_500(Side.FAL_CALL, "a status call answers 500"),
    STATUS_REFUSED(Side.FAL_CALL, "each status call of the job answers 403"),
    STATUS_405(Side.FAL_CALL, "a status call answers 405"),
    CONNECTION_CUT(Side.FAL_CALL, "a status or result call is cut"),
    MALFORMED_STATUS(Side.FAL_CALL, "a status answer is not JSON"),
    FILES_503(Side.FAL_FILES, "the download of a result file answers 503"),
    HISTORY_403(Side.FAL_HISTORY, "the request history refuses the key"),
    HISTORY_500(Side.FAL_HISTORY, "the request history answers 500"),
    // fal.ai: drawn once per request, effective only when a caller cancels, streams or requests a webhook
    CANCEL_REFUSED(Side.FAL_CANCEL, "a cancel is answered with a 400, and the job goes on"),
    CANCEL_LATE(Side.FAL_CANCEL, "the first cancel answers 404, and the job goes on"),
    CANCEL_IGNORED(Side.FAL_CANCEL, "a cancel is accepted, yet the job goes on, finishes and is billed"),
    STREAM_CUT(Side.FAL_STREAM, "the status stream ends before COMPLETED"),
    WEBHOOK_TWICE(Side.FAL_WEBHOOK, "the call back comes twice"),
    WEBHOOK_NEVER(Side.FAL_WEBHOOK, "the call back never comes"),
    WEBHOOK_NULL_PAYLOAD(Side.FAL_WEBHOOK, "the call back says OK, with payload null and payload_error"),
    WEBHOOK_BAD_SIGNATURE(Side.FAL_WEBHOOK, "the call back's signature is wrong"),
    // Supabase Storage: one call
    STORAGE_500(Side.STORAGE, "500 Internal"),
    STORAGE_503(Side.STORAGE, "503 from the gateway, not JSON"),
    STORAGE_SLOW(Side.STORAGE, "an answer after two seconds"),
    STORAGE_401(Side.STORAGE, "the key is refused"),
    STORAGE_404(Side.STORAGE, "404 from a gateway that knows no such path, not JSON"),
    STORAGE_DOWN(Side.STORAGE, "the connection is closed without an answer"),
    STORAGE_SILENT(Side.STORAGE, "no answer ever, the connection stays open"),
    STORAGE_BUCKET_MISSING(Side.STORAGE, "the bucket of the call is not there"),
    STORAGE_ANON_KEY(Side.STORAGE, "the key counts as the anonymous one"),
    UPLOAD_CUT(Side.STORAGE_UPLOAD, "the connection is cut in the middle of an upload, nothing stored"),
    UPLOAD_REFUSED_STUCK(Side.STORAGE_UPLOAD, "503, the body is left unread and the connection never answers again"),
    UPLOAD_ANSWER_LOST(Side.STORAGE_UPLOAD, "stored, the connection is cut before the answer"),
    TOKEN_EXPIRED(Side.STORAGE_SIGN, "the signed URL handed out has already expired");

    /** The kind of call or job for which a fault is drawn. */
    public enum Side {
        FAL_JOB,
        FAL_SUBMIT,
        FAL_CALL,
        FAL_FILES,
        FAL_HISTORY,
        FAL_CANCEL,
        FAL_STREAM,
        FAL_WEBHOOK,
        STORAGE,
        STORAGE_UPLOAD,
        STORAGE_SIGN
    }

    /** Total outages, excluded from "all". */
    private static final Set<SandboxFault> STOPPING = EnumSet.of(
            ACCOUNT_LOCKED,
            STORAGE_401,
            STORAGE_404,
            STORAGE_DOWN,
            STORAGE_SILENT,
            STORAGE_BUCKET_MISSING,
            STORAGE_ANON_KEY);

    private final Side side;
    private final String effect;

    SandboxFault(Side side, String effect) {
        this.side = side;
        this.effect = effect;
    }

    public Side side() {
        return side;
    }

    /** The effect visible to the caller. */
    public String effect() {
        return effect;
    }

    /** Whether the fault means that the whole service is down or misconfigured, not just that one call failed. */
    public boolean stopsEverything() {
        return STOPPING.contains(this);
    }

    /** As written in settings: {@code stuck-in-queue}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<SandboxFault> of(String word) {
        return Arrays.stream(values()).filter(f -> f.word().equals(word)).findFirst();
    }

    public static String words() {
        return Arrays.stream(values()).map(SandboxFault::word).collect(Collectors.joining(", "));
    }
}
