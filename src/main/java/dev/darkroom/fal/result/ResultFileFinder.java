package dev.darkroom.fal.result;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.fal.result.ResultFile.ResultFileName;
import dev.darkroom.fal.result.ResultFile.SafetyFlag;
import dev.darkroom.fal.result.ResultFile.SafetyFlags;
import dev.darkroom.http.ContentType;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.json.JsonTextSanitizer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Finds the files named by a result. Their place differs per model: objects with a {@code url}, bare URLs under a name such as
 * {@code audio} or {@code video_url}, or inline text such as {@code "<svg ..."}. Only when there are none of these does every
 * URL count that looks like media. Files are returned in document order; duplicate URLs count once, and URLs that also appear
 * in the input are ignored as echoes of it. The walk uses an explicit stack, so that no nesting depth can overflow it.
 */
public final class ResultFileFinder {
    private static final Set<String> KNOWN = Set.of(
            "",
            "animation",
            "archive",
            "audio",
            "clip",
            "download",
            "file",
            "frame",
            "gif",
            "glb",
            "image",
            "img",
            "mask",
            "media",
            "mesh",
            "model",
            "model_glb",
            "model_mesh",
            "movie",
            "music",
            "obj",
            "output",
            "photo",
            "picture",
            "result",
            "sample",
            "song",
            "sound",
            "speech",
            "svg",
            "texture",
            "thumbnail",
            "track",
            "video",
            "voice",
            "zip");
    private static final Set<String> WORDS = Set.of(
            "caption",
            "description",
            "detail",
            "error",
            "input",
            "lyrics",
            "message",
            "msg",
            "reason",
            "text",
            "transcript");

    private final boolean anyAddress;
    private final Set<String> seen;
    private final List<ResultFile> files = new ArrayList<>();
    private final Deque<Place> rest = new ArrayDeque<>();

    private ResultFileFinder(boolean anyAddress, Set<String> seen) {
        this.anyAddress = anyAddress;
        this.seen = seen;
    }

    public static List<ResultFile> of(JsonNode result, JsonNode input) {
        List<ResultFile> known = new ResultFileFinder(false, texts(input)).walk(result);
        return known.isEmpty() ? new ResultFileFinder(true, texts(input)).walk(result) : known;
    }

    /** A node yet to be visited: its name, whether it is in a list, and the safety flags of the enclosing objects. */
    private record Place(
            JsonNode node,
            String name,
            boolean listed,
            @Nullable Flagging flagging) {}

    /** Assigns the flags of one object to its files, in order. A list of flags applies to the list of files next to it. */
    private static final class Flagging {
        private final SafetyFlags flags;
        private final boolean listedOnly;
        private final @Nullable Flagging outer;
        private int next;

        Flagging(SafetyFlags flags, boolean listedOnly, @Nullable Flagging outer) {
            this.flags = flags;
            this.listedOnly = listedOnly;
            this.outer = outer;
        }

        SafetyFlag next(boolean listed) {
            SafetyFlag ownFlag = listedOnly && !listed ? SafetyFlag.UNKNOWN : flags.of(next++);
            SafetyFlag around = outer == null ? SafetyFlag.UNKNOWN : outer.next(listed);
            return ownFlag == SafetyFlag.UNKNOWN ? around : ownFlag;
        }
    }

    private static Set<String> texts(JsonNode input) {
        Set<String> texts = new HashSet<>();
        Deque<JsonNode> rest = new ArrayDeque<>(List.of(input));
        while (!rest.isEmpty()) {
            JsonNode node = rest.pop();
            if (node.isTextual()) {
                texts.add(node.textValue().strip());
            }
            node.forEach(rest::push);
        }
        return texts;
    }

    private List<ResultFile> walk(JsonNode result) {
        rest.push(new Place(result, "", false, null));
        while (!rest.isEmpty()) {
            Place place = rest.pop();
            if (place.node().isObject()) {
                visitObject(place);
            } else if (place.node().isArray()) {
                List<JsonNode> members = new ArrayList<>();
                place.node().forEach(members::add);
                members.reversed()
                        .forEach(member -> rest.push(new Place(member, place.name(), true, place.flagging())));
            } else if (place.node().isTextual()) {
                visitText(place);
            }
        }
        return List.copyOf(files);
    }

    private void visitObject(Place place) {
        JsonNode object = place.node();
        Flagging flagging = SafetyFlags.of(object)
                .map(flags -> new Flagging(flags, !flags.forAll() && hasListOfFiles(object), place.flagging()))
                .orElse(place.flagging());
        JsonMapping.text(object, "url")
                .map(String::strip)
                .filter(ResultFileFinder::opens)
                .filter(seen::add)
                .ifPresent(url -> add(url, object, place.listed(), flagging));
        List<Map.Entry<String, JsonNode>> members = List.copyOf(object.properties());
        members.reversed()
                .forEach(member -> rest.push(new Place(member.getValue(), member.getKey(), place.listed(), flagging)));
    }

    private void visitText(Place place) {
        String text = place.node().textValue().strip();
        boolean named = anyAddress ? !isForWords(place.name()) && looksLikeMedia(text) : isForFiles(place.name());
        if (named && opens(text) && seen.add(text)) {
            add(text, JsonMapping.MAPPER.createObjectNode(), place.listed(), place.flagging());
        } else if (isSvg(text) && !isForWords(place.name()) && seen.add(text)) {
            add(inline("image/svg+xml", text), JsonMapping.MAPPER.createObjectNode(), place.listed(), place.flagging());
        }
    }

    /** {@code facts} holds the model's metadata for the file. */
    private void add(String url, JsonNode facts, boolean listed, @Nullable Flagging flagging) {
        Optional<String> type = type(facts, url);
        files.add(new ResultFile(
                files.size() + 1,
                JsonTextSanitizer.clean(url),
                type,
                ResultFileName.of(JsonMapping.text(facts, "file_name"), url, type),
                size(facts.path("file_size")),
                pixels(facts.path("width")),
                pixels(facts.path("height")),
                seconds(facts.path("duration")),
                flagging == null ? SafetyFlag.UNKNOWN : flagging.next(listed)));
    }

    private static boolean hasListOfFiles(JsonNode object) {
        for (JsonNode member : object) {
            JsonNode first = member.path(0);
            if (opens(first.asText()) || opens(first.path("url").asText())) {
                return true;
            }
        }
        return false;
    }

    /** Matches {@code audio}, {@code audio_url}, {@code audioUrl}, {@code images}, {@code urls} and the like. */
    private static boolean isForFiles(String name) {
        String base = name.toLowerCase(Locale.ROOT).replaceFirst("_?(url|uri|file)s?$", "");
        return KNOWN.contains(base) || (base.endsWith("s") && KNOWN.contains(base.substring(0, base.length() - 1)));
    }

    private static boolean isForWords(String name) {
        String small = name.toLowerCase(Locale.ROOT);
        return WORDS.contains(small) || small.contains("prompt");
    }

    private static boolean opens(String url) {
        return DataUrl.is(url) ? url.indexOf(',') > 0 : HttpUrl.parse(url) != null;
    }

    /** Decides by the file extension, or by the type in a {@code data:} URL. */
    private static boolean looksLikeMedia(String url) {
        if (DataUrl.is(url)) {
            return DataUrl.parse(url)
                    .filter(data -> !data.contentType().startsWith("text/plain"))
                    .isPresent();
        }
        HttpUrl address = HttpUrl.parse(url);
        return address != null
                && ContentType.ofName(address.pathSegments().getLast())
                        .filter(type -> !type.equals("text/html"))
                        .isPresent();
    }

    private static boolean isSvg(String text) {
        boolean xml = text.startsWith("<?xml") || text.startsWith("<!");
        return text.endsWith(">") && (text.startsWith("<svg") || (xml && text.contains("<svg")));
    }

    private static String inline(String type, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(bytes);
    }

    /** The type reported by the model, else the one in a {@code data:} URL; a malformed type counts as none. */
    private static Optional<String> type(JsonNode facts, String url) {
        return JsonMapping.text(facts, "content_type")
                .flatMap(ContentType::canonical)
                .or(() -> DataUrl.parse(url).map(DataUrl::contentType).flatMap(ContentType::canonical));
    }

    private static OptionalLong size(JsonNode node) {
        return node.canConvertToLong() && node.longValue() >= 0
                ? OptionalLong.of(node.longValue())
                : OptionalLong.empty();
    }

    private static OptionalInt pixels(JsonNode node) {
        return node.canConvertToInt() && node.intValue() > 0 ? OptionalInt.of(node.intValue()) : OptionalInt.empty();
    }

    private static OptionalDouble seconds(JsonNode node) {
        return node.isNumber() && node.doubleValue() >= 0 && Double.isFinite(node.doubleValue())
                ? OptionalDouble.of(node.doubleValue())
                : OptionalDouble.empty();
    }
}
