package dev.darkroom.sandbox.fal.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** The pixel sizes behind the size names used by models. */
public record PictureSizes(int width, int height) {
    private static final Map<String, PictureSizes> NAMED = Map.of(
            "square_hd", new PictureSizes(1024, 1024),
            "square", new PictureSizes(512, 512),
            "portrait_4_3", new PictureSizes(768, 1024),
            "portrait_16_9", new PictureSizes(576, 1024),
            "landscape_4_3", new PictureSizes(1024, 768),
            "landscape_16_9", new PictureSizes(1024, 576));

    private static final Map<String, PictureSizes> RATIOS = Map.of(
            "21:9", new PictureSizes(1536, 672),
            "16:9", new PictureSizes(1344, 768),
            "3:2", new PictureSizes(1248, 832),
            "4:3", new PictureSizes(1184, 864),
            "5:4", new PictureSizes(1152, 896),
            "4:5", new PictureSizes(896, 1152),
            "3:4", new PictureSizes(864, 1184),
            "2:3", new PictureSizes(832, 1248),
            "9:16", new PictureSizes(768, 1344));

    static List<String> names() {
        return List.of("square_hd", "square", "portrait_4_3", "portrait_16_9", "landscape_4_3", "landscape_16_9");
    }

    /** Reads a validated {@code image_size}; the default is the model's. */
    public static PictureSizes ofPicture(JsonNode size, String usual) {
        return size.isObject()
                ? new PictureSizes(size.get("width").asInt(), size.get("height").asInt())
                : NAMED.getOrDefault(size.asText(usual), NAMED.getOrDefault(usual, new PictureSizes(1024, 1024)));
    }

    public static PictureSizes ofRatio(String ratio) {
        return RATIOS.getOrDefault(ratio, new PictureSizes(1024, 1024));
    }

    /** Small on purpose, and multiples of 16 as required by the encoder. */
    public static PictureSizes ofFilm(String ratio) {
        return switch (ratio) {
            case "9:16" -> new PictureSizes(272, 480);
            case "1:1" -> new PictureSizes(272, 272);
            default -> new PictureSizes(480, 272);
        };
    }

    public PictureSizes scaled(double scale) {
        return new PictureSizes(
                (int) Math.max(1, Math.round(width * scale)), (int) Math.max(1, Math.round(height * scale)));
    }

    /** Whole megapixels, rounded up as in the price list. */
    public int megapixels() {
        return Math.toIntExact(Math.ceilDiv((long) width * height, 1L << 20));
    }
}
