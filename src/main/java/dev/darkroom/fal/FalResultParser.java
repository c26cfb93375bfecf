package dev.darkroom.fal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.fal.FalHttp.HttpAnswer;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.message.CodedMessage;
import java.util.Locale;

/**
 * Reads the answer to a result fetch. The service replays the model's status code, headers and body, so an error code may be
 * the job's own failure or a problem of this call (key, limit, gateway), and only the body distinguishes the two.
 */
final class FalResultParser {
    private static final CodedMessage DOING = CodedMessage.of("doing.result");

    private FalResultParser() {}

    static FalResult read(HttpAnswer answer) {
        if (answer.isSuccess()) {
            return ready(answer);
        }
        ErrorBodyParser error = ErrorBodyParser.of(answer);
        boolean ofTheJob = error.json() && error.signed();
        return switch (answer.status()) {
            case 400 -> isStillRunning(error) ? new FalResult.NotReady() : failed(answer, error, error.json());
            case 404 -> ofTheJob ? failed(answer, error, true) : new FalResult.Gone(error.message());
            case 410 -> new FalResult.Gone(error.message());
            case 422, 499 -> failed(answer, error, true);
            case 408, 429, 405 -> throw FalReadFailure.of(answer, DOING);
            case 401, 402, 403 -> failed(answer, error, ofTheJob);
            default -> failed(answer, error, isOfTheJob(answer, error));
        };
    }

    /**
     * A redirect only names another address, and a 5xx without fal.ai's own mark may come from a gateway: neither ends a job.
     */
    private static boolean isOfTheJob(HttpAnswer answer, ErrorBodyParser error) {
        return answer.status() >= 400 && (answer.status() < 500 ? error.json() : error.signed());
    }

    private static FalResult failed(HttpAnswer answer, ErrorBodyParser error, boolean certain) {
        if (!certain) {
            throw FalReadFailure.of(answer, DOING);
        }
        return new FalResult.Failed(FalFailure.of(answer, error));
    }

    private static FalResult ready(HttpAnswer answer) {
        JsonNode json = answer.json().orElseThrow(() -> FalReadFailure.malformed(answer, DOING));
        if (answer.status() == 202
                && JsonMapping.text(json, "status")
                        .filter(FalResultParser::isUnfinished)
                        .isPresent()) {
            return new FalResult.NotReady();
        }
        return new FalResult.Ready(json, answer.body());
    }

    private static boolean isUnfinished(String status) {
        return status.equalsIgnoreCase("IN_QUEUE") || status.equalsIgnoreCase("IN_PROGRESS");
    }

    private static boolean isStillRunning(ErrorBodyParser error) {
        return error.message().toLowerCase(Locale.ROOT).contains("still in progress");
    }
}
