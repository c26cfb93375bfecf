package dev.darkroom.fal.result;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** A {@code data:} URL: a file embedded in the result itself, as {@code sync_mode} produces. */
public record DataUrl(String contentType, boolean base64, String data) {
    static boolean is(String url) {
        return url.regionMatches(true, 0, "data:", 0, 5);
    }

    /** Empty when the text is not a data URL. */
    public static Optional<DataUrl> parse(String url) {
        int comma = url.indexOf(',');
        if (comma < 0 || !is(url)) {
            return Optional.empty();
        }
        String head = url.substring(5, comma);
        boolean base64 = head.endsWith(";base64");
        String type = base64 ? head.substring(0, head.length() - 7) : head;
        return Optional.of(new DataUrl(type.isEmpty() ? "text/plain" : type, base64, url.substring(comma + 1)));
    }

    /** Throws {@link IllegalArgumentException} with a sentence when the data is corrupt. */
    public byte[] bytes() {
        byte[] bytes = percentDecoded();
        if (!base64) {
            return bytes;
        }
        for (int at = 0; at < bytes.length; at++) { // accepts the URL-safe alphabet too
            bytes[at] = bytes[at] == '-' ? (byte) '+' : bytes[at] == '_' ? (byte) '/' : bytes[at];
        }
        try {
            return Base64.getMimeDecoder().decode(bytes);
        } catch (IllegalArgumentException exception) {
            throw new IllegalArgumentException("The data inside the result is damaged.", exception);
        }
    }

    /** A percent sign not followed by two digits stands for itself, and so does a character that should have been encoded. */
    private byte[] percentDecoded() {
        byte[] text = data.getBytes(StandardCharsets.UTF_8);
        int length = 0;
        for (int at = 0; at < text.length; at++) {
            int high = text[at] == '%' && at + 2 < text.length ? Character.digit(text[at + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(text[at + 2], 16);
            text[length++] = low < 0 ? text[at] : (byte) (high << 4 | low);
            at += low < 0 ? 0 : 2;
        }
        return Arrays.copyOf(text, length);
    }

    @Override
    public String toString() {
        return "DataUrl[" + contentType + ", " + data.length() + " characters]";
    }
}
