package dev.darkroom.http;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Media types as they appear in headers and model results, and their file extensions. Stateless. */
public final class ContentType {
    public static final String UNKNOWN = "application/octet-stream";

    /** The syntax of RFC 6838, including its length limits for both parts. */
    private static final Pattern FORM = Pattern.compile("[a-z0-9!#$&^_.+-]{1,127}/[a-z0-9!#$&^_.+-]{1,127}");

    /** Types that only state that the sender does not know. */
    private static final Set<String> MEANINGLESS = Set.of(
            UNKNOWN,
            "binary/octet-stream",
            "application/binary",
            "application/x-binary",
            "application/unknown",
            "application/x-unknown",
            "unknown/unknown",
            "application/download",
            "application/x-download",
            "application/force-download");

    private static final Map<String, String> OTHER_NAMES = Map.ofEntries(
            Map.entry("image/jpg", "image/jpeg"),
            Map.entry("image/pjpeg", "image/jpeg"),
            Map.entry("image/x-png", "image/png"),
            Map.entry("image/x-ms-bmp", "image/bmp"),
            Map.entry("image/x-bmp", "image/bmp"),
            Map.entry("image/tif", "image/tiff"),
            Map.entry("image/svg", "image/svg+xml"),
            Map.entry("audio/mp3", "audio/mpeg"),
            Map.entry("audio/x-mp3", "audio/mpeg"),
            Map.entry("audio/x-mpeg", "audio/mpeg"),
            Map.entry("audio/x-wav", "audio/wav"),
            Map.entry("audio/wave", "audio/wav"),
            Map.entry("audio/vnd.wave", "audio/wav"),
            Map.entry("audio/x-flac", "audio/flac"),
            Map.entry("audio/m4a", "audio/mp4"),
            Map.entry("audio/x-m4a", "audio/mp4"),
            Map.entry("audio/x-aac", "audio/aac"),
            Map.entry("audio/aacp", "audio/aac"),
            Map.entry("audio/opus", "audio/ogg"),
            Map.entry("video/mov", "video/quicktime"),
            Map.entry("application/x-zip-compressed", "application/zip"),
            Map.entry("application/x-zip", "application/zip"),
            Map.entry("application/x-gzip", "application/gzip"),
            Map.entry("application/glb", "model/gltf-binary"),
            Map.entry("model/glb", "model/gltf-binary"),
            Map.entry("text/json", "application/json"));

    /** The first extension of a type is the one given to new files. */
    private static final Map<String, String> EXTENSIONS = extensions();

    private ContentType() {}

    /**
     * Returns the canonical name of a type, without parameters; empty when the text is a meaningless or malformed type, such as
     * {@code binary} or {@code unknown/}. Whitespace around the slash is ignored.
     */
    public static Optional<String> canonical(String text) {
        String type = text.replaceFirst("(?s);.*", "").replaceAll("\\s+", "").toLowerCase(Locale.ROOT);
        return Optional.of(OTHER_NAMES.getOrDefault(type, type))
                .filter(word -> FORM.matcher(word).matches() && !MEANINGLESS.contains(word));
    }

    /** Returns the usual file extension of the type, including the dot; empty when there is none. */
    public static Optional<String> extension(String type) {
        return EXTENSIONS.entrySet().stream()
                .filter(entry -> entry.getValue().equals(type))
                .map(entry -> "." + entry.getKey())
                .findFirst();
    }

    /** Returns the type that the extension of a file name implies. */
    public static Optional<String> ofName(String name) {
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return name.indexOf('.') < 0 ? Optional.empty() : Optional.ofNullable(EXTENSIONS.get(extension));
    }

    /** Whether the type is a binary image, video or audio format, which a text page can never be. */
    public static boolean isBinaryMedia(String type) {
        return (type.startsWith("image/") && !type.equals("image/svg+xml"))
                || type.startsWith("video/")
                || type.startsWith("audio/");
    }

    public static boolean isText(String type) {
        return type.startsWith("text/")
                || type.equals("application/json")
                || type.equals("application/xml")
                || type.endsWith("+json")
                || type.endsWith("+xml");
    }

    /**
     * Whether a browser executes or interprets content of this type: pages, drawings with scripts, XML style sheets, scripts.
     * PDF does not count as active in browsers, but is never passed to a browser either, because it may contain scripts and
     * forms of its own.
     */
    public static boolean isActive(String type) {
        return type.endsWith("/xml")
                || type.endsWith("+xml")
                || type.endsWith("html")
                || type.endsWith("javascript")
                || type.endsWith("ecmascript")
                || type.equals("text/xsl")
                || type.equals("text/cache-manifest")
                || type.equals("multipart/related")
                || type.equals("message/rfc822");
    }

    private static Map<String, String> extensions() {
        String table = """
                png image/png
                jpg image/jpeg
                jpeg image/jpeg
                gif image/gif
                webp image/webp
                avif image/avif
                heic image/heic
                heif image/heif
                jxl image/jxl
                jp2 image/jp2
                bmp image/bmp
                tiff image/tiff
                tif image/tiff
                svg image/svg+xml
                ico image/vnd.microsoft.icon
                psd image/vnd.adobe.photoshop
                exr image/x-exr
                hdr image/vnd.radiance
                mp4 video/mp4
                m4v video/mp4
                webm video/webm
                mov video/quicktime
                mkv video/x-matroska
                avi video/x-msvideo
                mpg video/mpeg
                ts video/mp2t
                3gp video/3gpp
                3g2 video/3gpp2
                ogv video/ogg
                flv video/x-flv
                mp3 audio/mpeg
                wav audio/wav
                m4a audio/mp4
                aac audio/aac
                ogg audio/ogg
                opus audio/ogg
                oga audio/ogg
                flac audio/flac
                aiff audio/aiff
                weba audio/webm
                mid audio/midi
                amr audio/amr
                glb model/gltf-binary
                gltf model/gltf+json
                obj model/obj
                stl model/stl
                usdz model/vnd.usdz+zip
                ply model/ply
                zip application/zip
                gz application/gzip
                7z application/x-7z-compressed
                tar application/x-tar
                pdf application/pdf
                json application/json
                xml application/xml
                txt text/plain
                html text/html
                csv text/csv
                md text/markdown
                srt application/x-subrip
                vtt text/vtt""";
        Map<String, String> endings = new LinkedHashMap<>();
        table.lines().map(line -> line.split(" ")).forEach(pair -> endings.put(pair[0], pair[1]));
        return endings;
    }
}
