package dev.darkroom.sandbox.fal.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.sandbox.fal.model.CanonicalInput;
import dev.darkroom.sandbox.fal.model.FalErrorDetail;
import dev.darkroom.sandbox.fal.model.SandboxModel;
import dev.darkroom.sandbox.fault.SandboxFault;
import dev.darkroom.sandbox.http.SandboxReply;
import dev.darkroom.sandbox.media.MediaFactory;
import dev.darkroom.sandbox.media.SeededRandom;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Pattern;

/**
 * Runs a job on the calling thread: validates the input as late as a model would, produces the files, and builds the result.
 */
public final class JobProduction {
    private final MediaFactory mediaFactory;
    private final FileStore fileStore;
    private final long seed;
    private final double pictureScale;

    public JobProduction(MediaFactory mediaFactory, FileStore fileStore, long seed, double pictureScale) {
        this.mediaFactory = mediaFactory;
        this.fileStore = fileStore;
        this.seed = seed;
        this.pictureScale = pictureScale;
    }

    /** Writes the files to disk; they are served only after the job ends with this outcome. */
    JobOutcome make(QueuedJob job, Duration run) throws IOException {
        QueuedSubmission submission = job.submission;
        Optional<JobOutcome> failure = failureOnPurpose(submission)
                .or(() -> JobOutcome.invalidInput(job.model, submission.input()))
                .or(() -> refusal(job.model, submission.input()));
        if (failure.isPresent()) {
            return failure.get();
        }
        SplittableRandom random = SeededRandom.of(
                String.valueOf(seed),
                submission.endpoint(),
                CanonicalInput.text(submission.input()),
                String.valueOf(submission.seen()));
        return new JobOutput(mediaFactory, fileStore, job, random, run, pictureScale).outcome();
    }

    private static Optional<JobOutcome> failureOnPurpose(QueuedSubmission submission) {
        JsonNode input = submission.input();
        if (submission.has(SandboxFault.COMPLETED_WITH_ERROR)) {
            return Optional.of(JobOutcome.platform(504, "request_timeout", "Request timed out", Map.of()));
        }
        if (submission.has(SandboxFault.HIDDEN_REFUSAL)) {
            return Optional.of(refused(input, input.has("text") ? "text" : "prompt"));
        }
        if (submission.has(SandboxFault.HIDDEN_ERROR_TEXT)) {
            ObjectNode body = SandboxReply.object().put("detail", "The picture could not be made from this input");
            return Optional.of(JobOutcome.model(422, body, false));
        }
        if (submission.has(SandboxFault.HIDDEN_SERVER_ERROR) || submission.has(SandboxFault.STATUS_FAILED)) {
            ObjectNode entry = FalErrorDetail.of("internal_server_error", "Internal server error", input, null);
            return Optional.of(JobOutcome.model(500, FalErrorDetail.list(entry), true));
        }
        return submission.has(SandboxFault.STATUS_CANCELLED) ? Optional.of(JobOutcome.cancelled()) : Optional.empty();
    }

    private static Optional<JobOutcome> refusal(SandboxModel model, JsonNode input) {
        String prompt = input.path(model.words()).asText();
        boolean filtered = model.shape() == SandboxModel.Shape.DIFFUSION;
        return ContentPolicy.refuses(prompt) || (ContentPolicy.isUnsafe(prompt) && !filtered)
                ? Optional.of(refused(input, model.words()))
                : Optional.empty();
    }

    private static JobOutcome refused(JsonNode input, String words) {
        ObjectNode entry = FalErrorDetail.of(
                "content_policy_violation",
                "The content could not be processed because it contained material flagged by a content checker.",
                input.path(words),
                null,
                words);
        return JobOutcome.model(422, FalErrorDetail.list(entry), false);
    }

    /**
     * Words that make a prompt be refused, for demonstrations. {@code REFUSED} words are refused by every model with a 422;
     * {@code UNSAFE} words result in a black image if the model has a safety filter, otherwise in a 422.
     */
    public static final class ContentPolicy {
        static final Set<String> REFUSED = Set.of("gore", "porn", "torture", "beheading", "swastika");
        static final Set<String> UNSAFE = Set.of("nude", "naked", "nsfw", "topless");

        private static final Pattern NOT_A_LETTER = Pattern.compile("[^a-z]+");

        private ContentPolicy() {}

        public static boolean refuses(String prompt) {
            return has(prompt, REFUSED);
        }

        public static boolean isUnsafe(String prompt) {
            return has(prompt, UNSAFE);
        }

        private static boolean has(String prompt, Set<String> words) {
            return NOT_A_LETTER.splitAsStream(prompt.toLowerCase(Locale.ROOT)).anyMatch(words::contains);
        }
    }
}
