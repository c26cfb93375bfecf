package dev.darkroom.sandbox.fal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.sandbox.Fault;
import dev.darkroom.sandbox.media.Chance;
import dev.darkroom.sandbox.media.Studio;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** Does the work of one job, on the thread that calls: checks the input as late as a model would, makes the files, writes the answer. */
final class Production {
    private final Studio studio;
    private final Shelf shelf;
    private final long seed;
    private final double pictureScale;

    Production(Studio studio, Shelf shelf, long seed, double pictureScale) {
        this.studio = studio;
        this.shelf = shelf;
        this.seed = seed;
        this.pictureScale = pictureScale;
    }

    /** Files are on disk afterwards, but on the shelf only when the job ends with this outcome. */
    Outcome make(Job job, Duration run) throws IOException {
        Submission submission = job.submission;
        Optional<Outcome> failure = failureOnPurpose(submission).or(() -> refusal(job.model, submission.input()));
        if (failure.isPresent()) {
            return failure.get();
        }
        SplittableRandom random = Chance.of(
                String.valueOf(seed),
                submission.endpoint(),
                Canonical.text(submission.input()),
                String.valueOf(submission.seen()));
        return new Making(studio, shelf, job, random, run, pictureScale).outcome();
    }

    private static Optional<Outcome> failureOnPurpose(Submission submission) {
        JsonNode input = submission.input();
        if (submission.has(Fault.COMPLETED_WITH_ERROR)) {
            return Optional.of(Outcome.platform(504, "request_timeout", "Request timed out", Map.of()));
        }
        if (submission.has(Fault.HIDDEN_REFUSAL)) {
            return Optional.of(refused(input, input.has("text") ? "text" : "prompt"));
        }
        if (submission.has(Fault.HIDDEN_ERROR_TEXT)) {
            ObjectNode body = Answer.object().put("detail", "The picture could not be made from this input");
            return Optional.of(Outcome.model(422, body, false));
        }
        if (submission.has(Fault.HIDDEN_SERVER_ERROR) || submission.has(Fault.STATUS_FAILED)) {
            ObjectNode entry = Detail.of("internal_server_error", "Internal server error", input, null);
            return Optional.of(Outcome.model(500, Detail.list(entry), true));
        }
        return submission.has(Fault.STATUS_CANCELLED) ? Optional.of(Outcome.cancelled()) : Optional.empty();
    }

    private static Optional<Outcome> refusal(Model model, JsonNode input) {
        if (!input.isObject()) {
            ObjectNode entry = Detail.plain("model_attributes_type", "Input should be a valid dictionary", input);
            return Optional.of(Outcome.model(422, Detail.list(entry), false));
        }
        Optional<ObjectNode> problem = model.fields().stream()
                .flatMap(field -> field.problem(input).stream())
                .findFirst();
        if (problem.isPresent()) {
            return problem.map(entry -> Outcome.model(422, Detail.list(entry), false));
        }
        String prompt = input.path(model.words()).asText();
        boolean filtered = model.shape() == Model.Shape.DIFFUSION;
        return Policy.refuses(prompt) || (Policy.isUnsafe(prompt) && !filtered)
                ? Optional.of(refused(input, model.words()))
                : Optional.empty();
    }

    private static Outcome refused(JsonNode input, String words) {
        ObjectNode entry = Detail.of(
                "content_policy_violation",
                "The content could not be processed because it contained material flagged by a content checker.",
                input.path(words),
                null,
                words);
        return Outcome.model(422, Detail.list(entry), false);
    }
}
