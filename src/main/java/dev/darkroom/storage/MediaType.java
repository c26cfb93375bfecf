package dev.darkroom.storage;

import dev.darkroom.http.ContentType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Determines the actual type of a file: from its first bytes, then the model's claim, then the response header, then the file
 * name.
 */
public final class MediaType {
    private static final int HEAD = 1024;
    private static final Set<String> AVIF = Set.of("avif", "avis");
    private static final Set<String> HEIC = Set.of("heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs");
    private static final Set<String> AUDIO_MP4 = Set.of("M4A ", "M4B ", "M4P ", "F4A ");

    private final byte[] bytes;
    /** One character per byte. */
    private final String head;

    private MediaType(byte[] bytes) {
        this.bytes = bytes;
        head = new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /**
     * Returns the type under which to store the file, always one that storage accepts.
     *
     * @param said the type claimed by the model, if any
     * @param header the Content-Type received with the bytes, in any form
     * @param name the name of the file
     */
    public static String of(Path file, Optional<String> said, @Nullable String header, String name) throws IOException {
        Optional<String> word = said.flatMap(ContentType::canonical)
                .or(() -> Optional.ofNullable(header).flatMap(ContentType::canonical))
                .or(() -> ContentType.ofName(name));
        MediaType type = new MediaType(head(file));
        return type.bySignature()
                .map(real -> refined(real, word))
                .or(() -> type.text(word))
                .or(() -> word.filter(w -> !ContentType.isText(w)))
                .orElse(ContentType.UNKNOWN);
    }

    /**
     * Returns the type proved by the bytes alone, empty when they are not recognized.
     *
     * @param word the type the file was stored with, used only to distinguish types with the same signature
     */
    static Optional<String> proven(Path file, @Nullable String word) throws IOException {
        Optional<String> normal = Optional.ofNullable(word).flatMap(ContentType::canonical);
        MediaType type = new MediaType(head(file));
        return type.bySignature().map(real -> refined(real, normal)).or(() -> type.text(normal));
    }

    /** Whether a text page arrived where an image, video or audio was promised, as with an error page. */
    public static boolean isPageInsteadOfMedia(String type, Optional<String> said, String name) {
        Optional<String> promised = said.flatMap(ContentType::canonical).or(() -> ContentType.ofName(name));
        return type.equals("text/html") && !promised.equals(Optional.of("text/html"))
                || ContentType.isText(type)
                        && !type.equals("image/svg+xml")
                        && promised.filter(ContentType::isBinaryMedia).isPresent();
    }

    /** Returns the usual file extension of a type, empty when there is none. */
    public static String extension(String contentType) {
        return ContentType.extension(contentType).orElse("");
    }

    private static byte[] head(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(HEAD);
        }
    }

    /** The signature of a container can be ambiguous: audio only in MP4 or WebM, video in Ogg, a model in a zip. */
    private static String refined(String real, Optional<String> word) {
        return word.filter(w -> switch (real) {
                    case "video/mp4" -> w.equals("audio/mp4");
                    case "video/webm" -> w.equals("audio/webm");
                    case "audio/ogg" -> w.equals("video/ogg");
                    case "application/zip" -> w.endsWith("+zip") || w.startsWith("application/vnd.");
                    default -> false;
                })
                .orElse(real);
    }

    private Optional<String> bySignature() {
        return picture().or(this::container).or(this::sound).or(this::film).or(this::other);
    }

    private Optional<String> picture() {
        if (head.startsWith("\u0089PNG\r\n")) {
            return Optional.of("image/png");
        }
        if (head.startsWith("\u00ff\u00d8\u00ff")) {
            return Optional.of("image/jpeg");
        }
        if (head.startsWith("GIF87a") || head.startsWith("GIF89a")) {
            return Optional.of("image/gif");
        }
        if (head.startsWith("BM") && bytes.length >= 18 && littleEndian(6) == 0 && plausibleBitmapHeader()) {
            return Optional.of("image/bmp");
        }
        if (startsWithAny("II*\0", "MM\0*", "II+\0", "MM\0+")) {
            return Optional.of("image/tiff");
        }
        if (startsWithAny("\u00ff\n", "\0\0\0\fJXL \r\n\u0087\n")) {
            return Optional.of("image/jxl");
        }
        if (startsWithAny("\0\0\0\fjP  ", "\u00ffO\u00ffQ")) {
            return Optional.of("image/jp2");
        }
        if (head.startsWith("\0\0\1\0") && bytes.length >= 22) {
            return Optional.of("image/vnd.microsoft.icon");
        }
        if (head.startsWith("8BPS")) {
            return Optional.of("image/vnd.adobe.photoshop");
        }
        if (head.startsWith("v/1\1")) {
            return Optional.of("image/x-exr");
        }
        return startsWithAny("#?RADIANCE", "#?RGBE") ? Optional.of("image/vnd.radiance") : Optional.empty();
    }

    private boolean plausibleBitmapHeader() {
        int size = littleEndian(14);
        return size == 12 || (size >= 40 && size <= 124);
    }

    /** Recognizes RIFF, the ISO base media format (MP4, QuickTime, HEIC, AVIF), Matroska and Ogg. */
    private Optional<String> container() {
        if (head.startsWith("RIFF")) {
            return switch (part(8, 12)) {
                case "WEBP" -> Optional.of("image/webp");
                case "WAVE" -> Optional.of("audio/wav");
                case "AVI " -> Optional.of("video/x-msvideo");
                default -> Optional.empty();
            };
        }
        if (head.startsWith("ftyp", 4)) {
            return Optional.of(ofBrands());
        }
        // QuickTime from before brands existed.
        if (Set.of("moov", "mdat", "wide", "pnot").contains(part(4, 8))) {
            return Optional.of("video/quicktime");
        }
        if (head.startsWith("\u001a\u0045\u00df\u00a3")) {
            return Optional.of(part(0, 64).contains("matroska") ? "video/x-matroska" : "video/webm");
        }
        if (head.startsWith("OggS")) {
            return Optional.of(part(0, 64).contains("theora") ? "video/ogg" : "audio/ogg");
        }
        return Optional.empty();
    }

    private String ofBrands() {
        String major = part(8, 12);
        if (AVIF.contains(major)) {
            return "image/avif";
        }
        if (HEIC.contains(major)) {
            return "image/heic";
        }
        if (major.equals("mif1") || major.equals("msf1")) {
            return ofCompatibleBrands();
        }
        if (AUDIO_MP4.contains(major)) {
            return "audio/mp4";
        }
        if (major.equals("qt  ")) {
            return "video/quicktime";
        }
        if (major.equals("crx ")) {
            return "image/x-canon-cr3";
        }
        return major.startsWith("3g2") ? "video/3gpp2" : major.startsWith("3g") ? "video/3gpp" : "video/mp4";
    }

    /** Returns the type of a still image that is only identified by the list after the major brand. */
    private String ofCompatibleBrands() {
        int end = bytes.length < 4 ? 0 : Math.clamp(ByteBuffer.wrap(bytes).getInt(0), 16, bytes.length);
        for (int at = 16; at + 4 <= end; at += 4) {
            String brand = part(at, at + 4);
            if (AVIF.contains(brand)) {
                return "image/avif";
            }
            if (HEIC.contains(brand)) {
                return "image/heic";
            }
        }
        return "image/heif";
    }

    private Optional<String> sound() {
        if (head.startsWith("ID3") || isMpegAudio()) {
            return Optional.of("audio/mpeg");
        }
        if (isAdts() || head.startsWith("ADIF")) {
            return Optional.of("audio/aac");
        }
        if (head.startsWith("fLaC")) {
            return Optional.of("audio/flac");
        }
        if (head.startsWith("FORM") && part(8, 11).equals("AIF")) {
            return Optional.of("audio/aiff");
        }
        if (head.startsWith("MThd")) {
            return Optional.of("audio/midi");
        }
        return head.startsWith("#!AMR") ? Optional.of("audio/amr") : Optional.empty();
    }

    /** Matches a frame of MPEG layer I to III: eleven ones, then no reserved value. */
    private boolean isMpegAudio() {
        return bytes.length > 3
                && at(0) == 0xff
                && (at(1) & 0xe0) == 0xe0
                && (at(1) & 0x18) != 0x08
                && (at(1) & 0x06) != 0
                && (at(2) & 0xf0) != 0xf0
                && (at(2) & 0x0c) != 0x0c;
    }

    /** Matches an AAC frame: twelve ones and layer 0. */
    private boolean isAdts() {
        return bytes.length > 3 && at(0) == 0xff && (at(1) & 0xf6) == 0xf0;
    }

    private Optional<String> film() {
        if (head.startsWith("\0\0\1\u00ba") || head.startsWith("\0\0\1\u00b3")) {
            return Optional.of("video/mpeg");
        }
        if (head.startsWith("G") && bytes.length > 376 && at(188) == 'G' && at(376) == 'G') {
            return Optional.of("video/mp2t");
        }
        if (head.startsWith("FLV\1")) {
            return Optional.of("video/x-flv");
        }
        return head.startsWith("0&\u00b2u\u008ef\u00cf\u0011") ? Optional.of("video/x-ms-asf") : Optional.empty();
    }

    private Optional<String> other() {
        if (head.startsWith("glTF")) {
            return Optional.of("model/gltf-binary");
        }
        if (startsWithAny("PK\3\4", "PK\5\6")) {
            return Optional.of("application/zip");
        }
        if (head.startsWith("\u001f\u008b")) {
            return Optional.of("application/gzip");
        }
        if (head.startsWith("7z\u00bc\u00af\u0027\u001c")) {
            return Optional.of("application/x-7z-compressed");
        }
        if (head.startsWith("ustar", 257)) {
            return Optional.of("application/x-tar");
        }
        if (head.startsWith("%PDF-")) {
            return Optional.of("application/pdf");
        }
        return startsWithAny("ply\n", "ply\r") ? Optional.of("model/ply") : Optional.empty();
    }

    /**
     * Returns the type of readable text: by its beginning, else the sender's claim unless that is a binary media type or HTML.
     */
    private Optional<String> text(Optional<String> word) {
        if (!isReadable()) {
            return Optional.empty();
        }
        String begin = head.replaceFirst("^\u00ef\u00bb\u00bf", "").stripLeading();
        String small = begin.toLowerCase(Locale.ROOT);
        if (small.startsWith("<svg")
                || (small.startsWith("<?xml") || small.startsWith("<!")) && small.contains("<svg")) {
            return Optional.of("image/svg+xml");
        }
        if (small.startsWith("<!doctype html") || small.startsWith("<html")) {
            return Optional.of("text/html");
        }
        if (begin.startsWith("WEBVTT")) {
            return Optional.of("text/vtt");
        }
        Optional<String> believed = word.filter(w -> !ContentType.isBinaryMedia(w) && !w.equals("text/html"));
        return believed.or(() -> Optional.of(
                begin.startsWith("{") || begin.startsWith("[")
                        ? "application/json"
                        : small.startsWith("<?xml") ? "application/xml" : "text/plain"));
    }

    /** Whether the head is UTF-8 without control characters; a character cut off at its end is ignored. */
    private boolean isReadable() {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer text = CharBuffer.allocate(bytes.length);
        boolean wrong = decoder.decode(ByteBuffer.wrap(bytes), text, bytes.length < HEAD)
                .isError();
        return !wrong
                && bytes.length > 0
                && text.flip().chars().noneMatch(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f');
    }

    private int at(int index) {
        return bytes[index] & 0xff;
    }

    private int littleEndian(int index) {
        return Integer.reverseBytes(ByteBuffer.wrap(bytes).getInt(index));
    }

    private String part(int from, int to) {
        return head.substring(Math.min(from, head.length()), Math.min(to, head.length()));
    }

    private boolean startsWithAny(String... signatures) {
        for (String signature : signatures) {
            if (head.startsWith(signature)) {
                return true;
            }
        }
        return false;
    }
}
