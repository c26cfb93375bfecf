package dev.darkroom.sandbox.fal.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.sandbox.fal.job.JobProduction.ContentPolicy;
import dev.darkroom.sandbox.fal.model.PictureSizes;
import dev.darkroom.sandbox.fal.model.SandboxModel;
import dev.darkroom.sandbox.fault.SandboxFault;
import dev.darkroom.sandbox.http.SandboxReply;
import dev.darkroom.sandbox.media.MediaFactory;
import dev.darkroom.sandbox.media.MediaOrder;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** The result of a successful job and its files. */
public final class JobOutput {
    private final QueuedJob job;
    private final JsonNode input;
    private final SplittableRandom random;
    private final Duration run;
    private final double pictureScale;
    private final ResultFileMaker files;
    private final String prompt;
    private final BigInteger seed;

    JobOutput(
            MediaFactory mediaFactory,
            FileStore fileStore,
            QueuedJob job,
            SplittableRandom random,
            Duration run,
            double pictureScale) {
        this.job = job;
        this.input = job.submission.input();
        this.random = random;
        this.run = run;
        this.pictureScale = pictureScale;
        this.files = new ResultFileMaker(mediaFactory, fileStore, job.submission, random);
        this.prompt = input.path(job.model.words()).asText();
        this.seed = seed();
    }

    JobOutcome outcome() throws IOException {
        return switch (job.model.shape()) {
            case DIFFUSION -> diffusion();
            case CONVERSATION -> conversation();
            case FILM -> film();
            case SPEECH -> speech();
            case TIMED_SPEECH -> timedSpeech();
            case MUSIC -> music();
        };
    }

    private JobOutcome diffusion() throws IOException {
        boolean sdxl = job.model.id().text().equals("fal-ai/fast-sdxl");
        boolean unsafe = ContentPolicy.isUnsafe(prompt)
                && input.path("enable_safety_checker").asBoolean(true);
        PictureSizes size = PictureSizes.ofPicture(input.path("image_size"), sdxl ? "square_hd" : "landscape_4_3");
        MediaOrder.Format format =
                format(input.path(sdxl ? "format" : "output_format").asText("jpeg"));
        int count = input.path("num_images").asInt(1);
        ArrayNode unsafeConcepts = SandboxReply.array();
        IntStream.range(0, count).forEach(_ -> unsafeConcepts.add(unsafe));
        ObjectNode body = SandboxReply.object();
        body.set("images", images(size, format, unsafe, "out", false));
        body.set("timings", SandboxReply.object().put("inference", seconds(run)));
        body.set("seed", JsonMapping.MAPPER.getNodeFactory().numberNode(seed));
        body.set("has_nsfw_concepts", unsafeConcepts);
        return done(body.put("prompt", prompt), BigDecimal.valueOf((long) count * size.megapixels()));
    }

    private JobOutcome conversation() throws IOException {
        PictureSizes size = PictureSizes.ofRatio(input.path("aspect_ratio").asText("1:1"));
        MediaOrder.Format format = format(input.path("output_format").asText("png"));
        ObjectNode body = SandboxReply.object();
        ArrayNode images = images(size, format, false, "output", true);
        body.set("images", images);
        return done(body.put("description", "Here is the picture you asked for."), BigDecimal.valueOf(images.size()));
    }

    private ArrayNode images(PictureSizes size, MediaOrder.Format format, boolean unsafe, String name, boolean full)
            throws IOException {
        PictureSizes pixels = size.scaled(pictureScale);
        ArrayNode images = SandboxReply.array();
        for (int n = 0; n < input.path("num_images").asInt(1); n++) {
            MediaOrder order = MediaOrder.picture(
                    format, prompt, variant() + (n == 0 ? "" : "/" + n), pixels.width(), pixels.height());
            ObjectNode file = files.make(unsafe ? order.blacken() : order, name, full);
            images.add(file.put("width", pixels.width()).put("height", pixels.height()));
        }
        return images;
    }

    private JobOutcome film() throws IOException {
        String usual = job.model.id().text().contains("veo")
                ? "8s"
                : job.model.id().text().contains("hailuo") ? "6" : "5";
        int seconds = Integer.parseInt(input.path("duration").asText(usual).replace("s", ""));
        PictureSizes size = PictureSizes.ofFilm(input.path("aspect_ratio").asText("16:9"));
        MediaOrder order = MediaOrder.film(prompt, variant(), size.width(), size.height(), seconds);
        return done(SandboxReply.object().set("video", files.make(order, "output", true)), BigDecimal.valueOf(seconds));
    }

    private JobOutcome speech() throws IOException {
        ObjectNode body = SandboxReply.object();
        body.set("audio", files.make(MediaOrder.sound(prompt, variant(), spoken()), "output", true));
        body.putNull("timestamps");
        return done(body, thousands());
    }

    private JobOutcome timedSpeech() throws IOException {
        ObjectNode body = SandboxReply.object();
        body.set("audio", files.make(MediaOrder.sound(prompt, variant(), spoken()), "speech", true));
        return done(body.put("duration_ms", Math.round(spoken() * 1000)), thousands());
    }

    private JobOutcome music() throws IOException {
        double seconds = input.path("seconds_total").asDouble(30);
        ObjectNode file = files.make(MediaOrder.sound(prompt, variant(), seconds), "output", true);
        return done(SandboxReply.object().set("audio_file", file), BigDecimal.valueOf(seconds));
    }

    private JobOutcome done(ObjectNode body, BigDecimal units) {
        return JobOutcome.success(
                body, SandboxModel.UnitPrice.tidy(units), job.model.price().of(units), files.made());
    }

    /** WEBP cannot be written here; the answer states the file's actual type. */
    private static MediaOrder.Format format(String word) {
        return word.equals("jpeg") ? MediaOrder.Format.JPEG : MediaOrder.Format.PNG;
    }

    /** Returns the given seed, or a random one that may exceed 2^63. */
    private BigInteger seed() {
        BigInteger drawn = new BigInteger(64, Random.from(random));
        if (job.has(SandboxFault.HUGE_SEED)) {
            return drawn.setBit(63);
        }
        JsonNode given = input.path("seed");
        return given.isIntegralNumber() ? given.bigIntegerValue() : drawn;
    }

    /**
     * Selects the file variant. Drawn seeds, which are large, are reduced to few variants, so that most files already exist.
     */
    private String variant() {
        return (seed.bitLength() > Integer.SIZE ? seed.mod(BigInteger.TWO) : seed).toString();
    }

    /** The time it takes to read the text aloud, within limits. */
    private double spoken() {
        return Math.clamp(prompt.length() / 15.0, 1, 30);
    }

    private BigDecimal thousands() {
        return BigDecimal.valueOf(prompt.length()).movePointLeft(3);
    }

    public static BigDecimal seconds(Duration time) {
        return BigDecimal.valueOf(time.toNanos()).movePointLeft(9).setScale(6, RoundingMode.HALF_UP);
    }
}
