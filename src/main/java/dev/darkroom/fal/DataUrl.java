package dev.darkroom.fal;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** A {@code data:} address: a file that stands in the result itself, as {@code sync_mode} gives it. */
public record DataUrl(String contentType, boolean base64, String data) {
    /** Empty when it is no such address. */
    public static Optional<DataUrl> parse(String url) {
        int comma = url.indexOf(',');
        if (comma < 0 || !url.regionMatches(true, 0, "data:", 0, 5)) {
            return Optional.empty();
        }
        String head = url.substring(5, comma);
        boolean base64 = head.endsWith(";base64");
        String type = base64 ? head.substring(0, head.length() - 7) : head;
        return Optional.of(new DataUrl(type.isEmpty() ? "text/plain" : type, base64, url.substring(comma + 1)));
    }

    /** Throws {@link IllegalArgumentException} with a sentence when the data is damaged. */
    public byte[] bytes() {
        try {
            return base64
                    ? Base64.getMimeDecoder()
                            .decode(data.replace("%2B", "+").replace("%2F", "/").replace("%3D", "="))
                    : URLDecoder.decode(data.replace("+", "%2B"), StandardCharsets.ISO_8859_1)
                            .getBytes(StandardCharsets.ISO_8859_1);
        } catch (IllegalArgumentException exception) {
            throw new IllegalArgumentException("The data inside the result is damaged.", exception);
        }
    }

    @Override
    public String toString() {
        return "DataUrl[" + contentType + ", " + data.length() + " characters]";
    }
}
