package dev.darkroom.sandbox.fal.model;

import static dev.darkroom.sandbox.fal.model.InputField.choice;
import static dev.darkroom.sandbox.fal.model.InputField.flag;
import static dev.darkroom.sandbox.fal.model.InputField.number;
import static dev.darkroom.sandbox.fal.model.InputField.size;
import static dev.darkroom.sandbox.fal.model.InputField.text;
import static dev.darkroom.sandbox.fal.model.InputField.whole;
import static dev.darkroom.sandbox.fal.model.InputField.words;
import static dev.darkroom.sandbox.fal.model.SandboxModel.Shape;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The models that the stand-in knows. Prices are list prices in USD; where fal.ai has none that is fixed, a fair guess. */
public final class SandboxModels {
    private static final InputField SEED = whole("seed", 0, Double.MAX_VALUE);
    private static final InputField STYLE = text("negative_prompt");
    private static final InputField FORMAT = choice("output_format", "jpeg", "png");
    private static final InputField COUNT = whole("num_images", 1, 4);
    private static final InputField TOLERANCE = choice("safety_tolerance", "1", "2", "3", "4", "5", "6");

    private static final Map<String, SandboxModel> KNOWN = List.of(
                    flux("fal-ai/flux/schnell", 1_200, "0.003", 12),
                    flux("fal-ai/flux/dev", 3_500, "0.025", 50),
                    model(
                            "fal-ai/fast-sdxl",
                            Shape.DIFFUSION,
                            2_500,
                            UnitPrice.of("0.0025", "megapixels"),
                            List.of(
                                    words("prompt"),
                                    STYLE,
                                    size(),
                                    SEED,
                                    COUNT,
                                    whole("num_inference_steps", 1, 65),
                                    number("guidance_scale", 0, 20),
                                    flag("sync_mode"),
                                    flag("enable_safety_checker"),
                                    flag("expand_prompt"),
                                    choice("format", "jpeg", "png"),
                                    text("request_id"),
                                    choice("safety_checker_version", "v1", "v2"))),
                    model(
                            "fal-ai/nano-banana",
                            Shape.CONVERSATION,
                            8_000,
                            UnitPrice.of("0.039", "images"),
                            List.of(
                                    words("prompt"),
                                    COUNT,
                                    SEED,
                                    choice("output_format", "jpeg", "png", "webp"),
                                    choice("aspect_ratio", PictureSizes.ratios()),
                                    TOLERANCE,
                                    flag("sync_mode"),
                                    flag("limit_generations"))),
                    model(
                            "fal-ai/kling-video/v2.5-turbo/pro/text-to-video",
                            Shape.FILM,
                            83_000,
                            UnitPrice.of("0.07", "seconds"),
                            List.of(
                                    words("prompt"),
                                    choice("duration", "5", "10"),
                                    choice("aspect_ratio", "16:9", "9:16", "1:1"),
                                    STYLE,
                                    number("cfg_scale", 0, 1))),
                    model(
                            "fal-ai/minimax/hailuo-02/standard/text-to-video",
                            Shape.FILM,
                            75_000,
                            UnitPrice.of("0.045", "seconds"),
                            List.of(words("prompt"), choice("duration", "6", "10"), flag("prompt_optimizer"))),
                    model(
                            "fal-ai/veo3.1",
                            Shape.FILM,
                            60_000,
                            UnitPrice.of("0.4", "seconds"),
                            List.of(
                                    words("prompt"),
                                    choice("duration", "4s", "6s", "8s"),
                                    choice("aspect_ratio", "16:9", "9:16"),
                                    choice("resolution", "720p", "1080p", "4k"),
                                    flag("generate_audio"),
                                    STYLE,
                                    flag("auto_fix"),
                                    TOLERANCE,
                                    SEED)),
                    model(
                            "fal-ai/elevenlabs/tts/multilingual-v2",
                            Shape.SPEECH,
                            3_000,
                            UnitPrice.of("0.1", "1000 characters"),
                            List.of(
                                    words("text"),
                                    text("voice"),
                                    number("stability", 0, 1),
                                    number("similarity_boost", 0, 1),
                                    number("style", 0, 1),
                                    number("speed", 0.7, 1.2),
                                    flag("timestamps"),
                                    text("language_code"))),
                    model(
                            "fal-ai/minimax/speech-02-hd",
                            Shape.TIMED_SPEECH,
                            4_000,
                            UnitPrice.of("0.1", "1000 characters"),
                            List.of(words("text"), choice("output_format", "url", "hex"))),
                    model(
                            "fal-ai/stable-audio",
                            Shape.MUSIC,
                            12_000,
                            UnitPrice.of("0.002", "seconds"),
                            List.of(
                                    words("prompt"),
                                    number("seconds_total", 1, 47),
                                    number("seconds_start", 0, 47),
                                    whole("steps", 1, 1000))))
            .stream()
            .collect(Collectors.toUnmodifiableMap(model -> model.id().text(), Function.identity()));

    private SandboxModels() {}

    /** Empty for an unknown application or path; any flow of a user is known and answers pictures. */
    public static Optional<SandboxModel> find(EndpointPath id) {
        return id.isFlow()
                ? Optional.of(new SandboxModel(
                        id,
                        Shape.DIFFUSION,
                        Duration.ofSeconds(5),
                        UnitPrice.of("0.01", "megapixels"),
                        List.of(words("prompt"))))
                : Optional.ofNullable(KNOWN.get(id.text()));
    }

    public static List<SandboxModel> all() {
        return KNOWN.values().stream()
                .sorted((a, b) -> a.id().text().compareTo(b.id().text()))
                .toList();
    }

    private static SandboxModel flux(String id, long run, String price, int steps) {
        return model(
                id,
                Shape.DIFFUSION,
                run,
                UnitPrice.of(price, "megapixels"),
                List.of(
                        words("prompt"),
                        size(),
                        COUNT,
                        SEED,
                        whole("num_inference_steps", 1, steps),
                        number("guidance_scale", 1, 20),
                        flag("enable_safety_checker"),
                        flag("sync_mode"),
                        FORMAT,
                        choice("acceleration", "none", "regular", "high")));
    }

    private static SandboxModel model(String id, Shape shape, long run, UnitPrice price, List<InputField> fields) {
        return new SandboxModel(EndpointPath.of(id), shape, Duration.ofMillis(run), price, fields);
    }
}
