package dev.darkroom.sandbox.fal.model;

import dev.darkroom.sandbox.fal.model.SandboxModel.Shape;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An endpoint of the catalogue: its duration at speed 1, price, inputs and answer. */
public record SandboxModel(
        FalEndpointPath id, Shape shape, Duration run, UnitPrice price, List<ModelInputField> fields) {

    /** The shape of the answer and its kind of file. */
    public enum Shape {
        /** {@code images} with timings, seed and {@code has_nsfw_concepts}; an unsafe image is blacked out. */
        DIFFUSION,
        /** {@code images} and a {@code description}; an unsafe prompt is refused. */
        CONVERSATION,
        /** {@code video}. */
        FILM,
        /** {@code audio} and {@code timestamps}. */
        SPEECH,
        /** {@code audio} and {@code duration_ms}. */
        TIMED_SPEECH,
        /** {@code audio_file}. */
        MUSIC
    }

    /** The name of the input field that holds the text. */
    public String words() {
        return shape == Shape.SPEECH || shape == Shape.TIMED_SPEECH ? "text" : "prompt";
    }

    /** The price of one unit in USD, as in fal.ai's price list. */
    public record UnitPrice(String unit, BigDecimal usd) {
        public BigDecimal of(BigDecimal units) {
            return tidy(usd.multiply(units));
        }

        /** Strips trailing zeros, without using an exponent. */
        public static BigDecimal tidy(BigDecimal number) {
            BigDecimal stripped = number.stripTrailingZeros();
            return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
        }
    }

    /**
     * The models that the stand-in supports: shape, milliseconds at speed 1, price and inputs. Prices are list prices in USD, or a
     * fair guess where fal.ai has no fixed price. {@link ModelInputField#parse} reads the inputs.
     */
    public static final class SandboxModels {
        private static final String FLUX = """
                prompt! image_size:size num_images:int(1,4) seed:int(0,) num_inference_steps:int(1,%d) guidance_scale:num(1,20)
                enable_safety_checker:flag sync_mode:flag output_format:jpeg|png acceleration:none|regular|high""";

        private static final Map<String, SandboxModel> KNOWN = Stream.of(
                        model("fal-ai/flux/schnell", Shape.DIFFUSION, 1_200, "0.003 megapixels", FLUX.formatted(12)),
                        model("fal-ai/flux/dev", Shape.DIFFUSION, 3_500, "0.025 megapixels", FLUX.formatted(50)),
                        model("fal-ai/fast-sdxl", Shape.DIFFUSION, 2_500, "0.0025 megapixels", """
                                prompt! negative_prompt:text image_size:size seed:int(0,) num_images:int(1,4)
                                num_inference_steps:int(1,65) guidance_scale:num(0,20) sync_mode:flag enable_safety_checker:flag
                                expand_prompt:flag format:jpeg|png request_id:text safety_checker_version:v1|v2"""),
                        model("fal-ai/nano-banana", Shape.CONVERSATION, 8_000, "0.039 images", """
                                prompt! num_images:int(1,4) seed:int(0,) output_format:jpeg|png|webp
                                aspect_ratio:21:9|1:1|4:3|3:2|2:3|5:4|4:5|3:4|16:9|9:16 safety_tolerance:1|2|3|4|5|6
                                sync_mode:flag limit_generations:flag"""),
                        model(
                                "fal-ai/kling-video/v2.5-turbo/pro/text-to-video",
                                Shape.FILM,
                                83_000,
                                "0.07 seconds",
                                "prompt! duration:5|10 aspect_ratio:16:9|9:16|1:1 negative_prompt:text cfg_scale:num(0,1)"),
                        model(
                                "fal-ai/minimax/hailuo-02/standard/text-to-video",
                                Shape.FILM,
                                75_000,
                                "0.045 seconds",
                                "prompt! duration:6|10 prompt_optimizer:flag"),
                        model("fal-ai/veo3.1", Shape.FILM, 60_000, "0.4 seconds", """
                                prompt! duration:4s|6s|8s aspect_ratio:16:9|9:16 resolution:720p|1080p|4k generate_audio:flag
                                negative_prompt:text auto_fix:flag safety_tolerance:1|2|3|4|5|6 seed:int(0,)"""),
                        model("fal-ai/elevenlabs/tts/multilingual-v2", Shape.SPEECH, 3_000, "0.1 1000 characters", """
                                text! voice:text stability:num(0,1) similarity_boost:num(0,1) style:num(0,1) speed:num(0.7,1.2)
                                timestamps:flag language_code:text"""),
                        model(
                                "fal-ai/minimax/speech-02-hd",
                                Shape.TIMED_SPEECH,
                                4_000,
                                "0.1 1000 characters",
                                "text! output_format:url|hex"),
                        model(
                                "fal-ai/stable-audio",
                                Shape.MUSIC,
                                12_000,
                                "0.002 seconds",
                                "prompt! seconds_total:num(1,47) seconds_start:num(0,47) steps:int(1,1000)"))
                .collect(Collectors.toUnmodifiableMap(model -> model.id().text(), Function.identity()));

        private SandboxModels() {}

        /** Empty for an unknown application or path; every user workflow is accepted and returns images. */
        public static Optional<SandboxModel> find(FalEndpointPath id) {
            return id.isFlow()
                    ? Optional.of(model(id.text(), Shape.DIFFUSION, 5_000, "0.01 megapixels", "prompt!"))
                    : Optional.ofNullable(KNOWN.get(id.text()));
        }

        public static List<SandboxModel> all() {
            return KNOWN.values().stream()
                    .sorted(Comparator.comparing(model -> model.id().text()))
                    .toList();
        }

        private static SandboxModel model(String id, Shape shape, long run, String price, String inputs) {
            String[] usdAndUnit = price.split(" ", 2);
            return new SandboxModel(
                    FalEndpointPath.of(id),
                    shape,
                    Duration.ofMillis(run),
                    new SandboxModel.UnitPrice(usdAndUnit[1], new BigDecimal(usdAndUnit[0])),
                    Stream.of(inputs.split("\\s+")).map(ModelInputField::parse).toList());
        }
    }
}
