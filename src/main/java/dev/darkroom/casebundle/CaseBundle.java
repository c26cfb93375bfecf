package dev.darkroom.casebundle;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NumericNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.darkroom.generation.query.GenerationDetails;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.secret.SecretRedactor;
import dev.darkroom.storage.StoredFile;
import dev.darkroom.storage.preview.FileThumbnail;
import dev.darkroom.system.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A case bundle that was read completely and validated. Its re-encoded thumbnails are in a folder that {@code close} deletes.
 *
 * @param pictures the thumbnails by file id
 */
public record CaseBundle(Path file, Instant madeAt, GenerationDetails contents, Map<UUID, Path> pictures, Path folder)
        implements FileThumbnail.Source, AutoCloseable {
    public CaseBundle {
        pictures = Map.copyOf(pictures);
    }

    @Override
    public FileThumbnail of(StoredFile stored) {
        Path picture = pictures.get(stored.id());
        return picture == null ? new FileThumbnail.Plain() : new FileThumbnail.Picture(picture);
    }

    @Override
    public void close() {
        try {
            PrivateFiles.deleteFolder(folder);
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    /** JSON format of a case bundle: messages as codes, so that they can be read in any language, and all texts redacted. */
    static final class CaseJson {
        /** The part after the path of a URL, which is where tokens are. */
        private static final Pattern QUERY =
                Pattern.compile("(https?://[^\\s\"'<>?#\\\\]{1,2000})[?#][^\\s\"'<>\\\\]*", Pattern.CASE_INSENSITIVE);

        static final JsonMapper MAPPER = JsonMapping.MAPPER
                .rebuild()
                .addModule(new SimpleModule()
                        .addSerializer(CodedMessage.class, new MessageWriter())
                        .addDeserializer(CodedMessage.class, new MessageReader()))
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build();

        private CaseJson() {}

        /** Returns a value as JSON with every text redacted. */
        static JsonNode tree(Object value) {
            return redacted(MAPPER.valueToTree(value));
        }

        static JsonNode redacted(JsonNode node) {
            return redacted("", node);
        }

        /** @param name of the member that holds the node, also for the elements of an array: it may tell that they are secret */
        private static JsonNode redacted(String name, JsonNode node) {
            return switch (node) {
                case TextNode text ->
                    TextNode.valueOf(
                            SecretRedactor.isSecret(name, text.textValue())
                                    ? SecretRedactor.MASK
                                    : text(text.textValue()));
                case NumericNode number ->
                    SecretRedactor.isSecret(name, number.asText()) ? TextNode.valueOf(SecretRedactor.MASK) : number;
                case ArrayNode array -> {
                    for (int i = 0; i < array.size(); i++) {
                        array.set(i, redacted(name, array.get(i)));
                    }
                    yield array;
                }
                case ObjectNode object -> {
                    object.properties()
                            .forEach(member -> member.setValue(redacted(member.getKey(), member.getValue())));
                    yield object;
                }
                default -> node;
            };
        }

        /** Removes secrets, and everything after the path of a URL. */
        static String text(String text) {
            return QUERY.matcher(SecretRedactor.text(text)).replaceAll("$1");
        }

        static byte[] bytes(JsonNode node) {
            return JsonMapping.write(node).getBytes(StandardCharsets.UTF_8);
        }

        private static final class MessageWriter extends JsonSerializer<CodedMessage> {
            @Override
            public void serialize(CodedMessage message, JsonGenerator out, SerializerProvider provider)
                    throws IOException {
                out.writeTree(message.json());
            }
        }

        private static final class MessageReader extends JsonDeserializer<CodedMessage> {
            @Override
            public CodedMessage deserialize(JsonParser in, DeserializationContext context) throws IOException {
                return CodedMessage.read(context.readTree(in));
            }
        }
    }
}
