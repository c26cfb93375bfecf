package dev.darkroom.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a file really is, told from its first bytes and not from what a header claims. */
final class MediaType {
    private static final int HEAD = 16;

    private MediaType() {}

    /** Empty when the bytes are of no known media type. */
    static Optional<String> of(Path file) throws IOException {
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(HEAD);
        }
        String text = new String(head, StandardCharsets.ISO_8859_1);
        if (text.startsWith("\u0089PNG\r\n")) {
            return Optional.of("image/png");
        }
        if (text.startsWith("\u00ff\u00d8\u00ff")) {
            return Optional.of("image/jpeg");
        }
        if (text.startsWith("GIF8")) {
            return Optional.of("image/gif");
        }
        if (text.startsWith("RIFF") && text.startsWith("WEBP", 8)) {
            return Optional.of("image/webp");
        }
        if (text.startsWith("RIFF") && text.startsWith("WAVE", 8)) {
            return Optional.of("audio/wav");
        }
        if (text.startsWith("ftyp", 4)) {
            return Optional.of(text.startsWith("M4A", 8) ? "audio/mp4" : "video/mp4");
        }
        if (text.startsWith("ID3") || (head.length > 1 && (head[0] & 0xff) == 0xff && (head[1] & 0xe0) == 0xe0)) {
            return Optional.of("audio/mpeg");
        }
        if (text.startsWith("OggS")) {
            return Optional.of("audio/ogg");
        }
        if (text.startsWith("fLaC")) {
            return Optional.of("audio/flac");
        }
        if (text.startsWith("\u001a\u0045\u00df\u00a3")) {
            return Optional.of("video/webm");
        }
        return Optional.empty();
    }

    /** The type without parameters, in lower case. */
    static @Nullable String plain(@Nullable String contentType) {
        return contentType == null || contentType.isBlank()
                ? null
                : contentType.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
    }

    /** The file name's usual ending for a type, empty when there is none. */
    static String ending(String contentType) {
        return switch (contentType) {
            case "image/png" -> ".png";
            case "image/jpeg" -> ".jpg";
            case "image/gif" -> ".gif";
            case "image/webp" -> ".webp";
            case "audio/wav" -> ".wav";
            case "audio/mpeg" -> ".mp3";
            case "audio/mp4" -> ".m4a";
            case "audio/ogg" -> ".ogg";
            case "audio/flac" -> ".flac";
            case "video/mp4" -> ".mp4";
            case "video/webm" -> ".webm";
            case "application/json" -> ".json";
            case "text/plain" -> ".txt";
            default -> "";
        };
    }
}
