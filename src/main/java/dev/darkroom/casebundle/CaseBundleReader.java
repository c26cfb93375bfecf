package dev.darkroom.casebundle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.casebundle.CaseBundle.CaseJson;
import dev.darkroom.credit.CreditTransaction;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.GenerationTriage;
import dev.darkroom.generation.TimelineEvent;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis;
import dev.darkroom.generation.query.GenerationDetails;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.json.JsonTextSanitizer;
import dev.darkroom.json.TimeBounds;
import dev.darkroom.logging.LogLine;
import dev.darkroom.mediafile.MediaRefusedException;
import dev.darkroom.mediafile.MediaWorkers;
import dev.darkroom.mediafile.PictureFile;
import dev.darkroom.message.RefusedInputException;
import dev.darkroom.storage.StoredFile;
import dev.darkroom.system.ContentHash;
import dev.darkroom.system.PrivateFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Reads case bundles from untrusted sources: names, counts and sizes are bounded, unpacked bytes are counted instead of
 * trusting declared sizes, nothing is written under a name from the file, and pictures are re-encoded. Blocks.
 */
public final class CaseBundleReader {
    static final int MAX_PICTURES = 100;

    /** In bytes, unpacked. */
    static final int MAX_ENTRY_BYTES = 16 << 20;

    private static final long MAX_FILE_BYTES = 64L << 20;
    private static final long MAX_UNPACKED_BYTES = 64L << 20;
    private static final int MAX_ENTRIES = 20 + MAX_PICTURES;
    private static final int MAX_LINES = 20_000;
    private static final int SIDE = 448;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,40}\\.[a-z]{2,5}|thumbnails/\\d{1,4}\\.png");

    /** The record components that may be absent; all others are required. */
    private static final Map<Class<?>, Set<String>> OPTIONAL = Map.ofEntries(
            Map.entry(
                    Generation.class,
                    Set.of(
                            "stage",
                            "hold",
                            "waitsFor",
                            "result",
                            "failure",
                            "cancelRequestedAt",
                            "cancelReason",
                            "startedAt",
                            "finishedAt",
                            "attentionCause",
                            "unreadable")),
            Map.entry(Generation.Lease.class, Set.of("owner", "until")),
            Map.entry(
                    Generation.FalJob.class,
                    Set.of(
                            "submitStartedAt",
                            "submittedAt",
                            "request",
                            "status",
                            "queuePosition",
                            "startedAt",
                            "changedAt",
                            "renderedAt")),
            Map.entry(Generation.Media.class, Set.of("filesExpected", "path", "url", "urlExpiresAt", "warning")),
            Map.entry(Generation.Failure.class, Set.of("detail")),
            Map.entry(GenerationDiagnosis.class, Set.of("cause")),
            Map.entry(TimelineEvent.class, Set.of("stage", "duration")),
            Map.entry(CreditTransaction.class, Set.of("generation", "charge", "reverses")),
            Map.entry(
                    StoredFile.class,
                    Set.of(
                            "contentType",
                            "bytes",
                            "sha256",
                            "width",
                            "height",
                            "seconds",
                            "flagged",
                            "remark",
                            "error")),
            Map.entry(LogLine.class, Set.of("category", "mark", "generation", "user", "stage", "duration")));

    private final MediaWorkers workers = new MediaWorkers();

    /** @throws RefusedInputException with a sentence that says what is wrong with the file */
    public CaseBundle read(Path file) throws IOException {
        if (Files.size(file) > MAX_FILE_BYTES) {
            throw new RefusedInputException("case.large", MAX_FILE_BYTES >> 20);
        }
        try (ZipFile zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8)) {
            return new Entries(zip).bundle(file);
        } catch (ZipException _) {
            throw new RefusedInputException("case.broken");
        }
    }

    /** The entries of one file, each unpacked at most once and within the remaining total size. */
    private final class Entries {
        private final ZipFile zip;
        private JsonNode hashes = MissingNode.getInstance();
        private long left = MAX_UNPACKED_BYTES;

        Entries(ZipFile zip) {
            this.zip = zip;
        }

        CaseBundle bundle(Path file) throws IOException {
            JsonNode head = head();
            checkNames();
            JsonNode result = has("result.json") ? json("result.json") : null;
            ObjectNode row = object("generation.json");
            row.putNull("result");
            Generation generation = parse(row, "generation.json", Generation.class);
            GenerationDetails contents = new GenerationDetails(
                    result == null ? generation : withResult(row, result),
                    parse(json("diagnosis.json"), "diagnosis.json", GenerationDiagnosis.class),
                    all("timeline.json", TimelineEvent.class),
                    all("ledger.json", CreditTransaction.class),
                    all("files.json", StoredFile.class),
                    all("log.json", LogLine.class),
                    new GenerationTriage(
                            all("marks.json", GenerationTriage.PlacedMark.class),
                            all("notes.json", GenerationTriage.WrittenNote.class)),
                    time(head, "read_at"));
            Path folder = Files.createTempDirectory("darkroom-case");
            try {
                return new CaseBundle(
                        file, time(head, "made_at"), contents, pictures(contents.files(), folder), folder);
            } catch (IOException | RuntimeException | Error failure) {
                PrivateFiles.deleteFolder(folder);
                throw failure;
            }
        }

        private void checkNames() {
            if (zip.size() > MAX_ENTRIES) {
                throw new RefusedInputException("case.entries", zip.size(), MAX_ENTRIES);
            }
            Set<String> seen = new HashSet<>();
            zip.stream().map(ZipEntry::getName).forEach(name -> {
                if (!NAME.matcher(name).matches() || !seen.add(name)) {
                    throw new RefusedInputException("case.name", shortened(name));
                }
            });
        }

        /** Must be read first: a newer version may have other entries. */
        private JsonNode head() throws IOException {
            if (!has("case.json")) {
                throw new RefusedInputException("case.none");
            }
            JsonNode head = json("case.json");
            if (!head.path("format").asText().equals("darkroom-case")) {
                throw new RefusedInputException("case.none");
            }
            if (head.path("version").asInt() != CaseBundleWriter.VERSION) {
                throw new RefusedInputException(
                        "case.version", head.path("version").asInt());
            }
            hashes = head.path("sha256");
            return head;
        }

        private boolean has(String name) {
            return zip.getEntry(name) != null;
        }

        private byte[] bytes(String name) throws IOException {
            ZipEntry entry = zip.getEntry(name);
            if (entry == null) {
                throw damaged(name);
            }
            int most = (int) Math.min(MAX_ENTRY_BYTES, left);
            byte[] bytes;
            try (InputStream in = zip.getInputStream(entry)) {
                bytes = in.readNBytes(most + 1);
            } catch (ZipException _) {
                throw damaged(name);
            }
            if (bytes.length > most) {
                throw new RefusedInputException("case.unpacked", name, MAX_UNPACKED_BYTES >> 20);
            }
            left -= bytes.length;
            boolean isHead = name.equals("case.json");
            if (!isHead && !ContentHash.of(bytes).equals(hashes.path(name).asText())) {
                throw damaged(name);
            }
            return bytes;
        }

        private JsonNode json(String name) throws IOException {
            try {
                return CaseJson.MAPPER.readTree(bytes(name));
            } catch (JsonProcessingException _) {
                throw damaged(name);
            }
        }

        private ObjectNode object(String name) throws IOException {
            if (json(name) instanceof ObjectNode object) {
                return object;
            }
            throw damaged(name);
        }

        private <T extends Record> List<T> all(String name, Class<T> type) throws IOException {
            JsonNode lines = json(name);
            if (!lines.isArray() || lines.size() > MAX_LINES) {
                throw damaged(name);
            }
            List<T> all = new ArrayList<>();
            for (JsonNode line : lines) {
                all.add(parse(line, name, type));
            }
            return all;
        }

        private <T extends Record> T parse(JsonNode node, String name, Class<T> type) {
            try {
                T read = CaseJson.MAPPER.treeToValue(node, type);
                if (read != null) {
                    check(read, name);
                    return read;
                }
            } catch (JsonProcessingException | IllegalArgumentException _) {
                // reported below
            }
            throw damaged(name);
        }

        private Generation withResult(ObjectNode row, JsonNode result) {
            row.set("result", CaseJson.MAPPER.createObjectNode().put("body", CaseJson.bytes(result)));
            return parse(row, "result.json", Generation.class);
        }

        private void check(Record read, String name) {
            Set<String> optional = OPTIONAL.getOrDefault(read.getClass(), Set.of());
            for (RecordComponent component : read.getClass().getRecordComponents()) {
                switch (value(read, component)) {
                    case null -> {
                        if (!optional.contains(component.getName())) {
                            throw damaged(name);
                        }
                    }
                    case Record inner -> check(inner, name);
                    case Instant time -> {
                        if (!TimeBounds.within(time).equals(time)) {
                            throw damaged(name);
                        }
                    }
                    default -> {}
                }
            }
        }

        private Map<UUID, Path> pictures(List<StoredFile> files, Path folder) throws IOException {
            Map<UUID, Path> pictures = new HashMap<>();
            for (StoredFile file : files) {
                String name = CaseBundleWriter.thumbnail(file.position());
                if (has(name)) {
                    Path png = folder.resolve(file.id() + ".png");
                    picture(bytes(name), png);
                    pictures.put(file.id(), png);
                }
            }
            return pictures;
        }

        private void picture(byte[] bytes, Path png) throws IOException {
            Path raw = png.resolveSibling("raw");
            try (InputStream in = new ByteArrayInputStream(bytes)) {
                PrivateFiles.copy(in, raw);
                PictureFile.open(raw, PictureFile.Format.PNG, workers)
                        .draw(SIDE, workers)
                        .write(PrivateFiles.createFile(png));
            } catch (MediaRefusedException _) {
                throw damaged(png.getFileName().toString());
            } finally {
                Files.deleteIfExists(raw);
            }
        }
    }

    private static @Nullable Object value(Record read, RecordComponent component) {
        try {
            return component.getAccessor().invoke(read);
        } catch (ReflectiveOperationException exception) {
            throw new IllegalStateException(exception);
        }
    }

    private static Instant time(JsonNode head, String member) {
        return JsonMapping.instant(head, member).orElseThrow(() -> damaged("case.json"));
    }

    private static RefusedInputException damaged(String name) {
        return new RefusedInputException("case.damaged", name);
    }

    private static String shortened(String name) {
        String clean = JsonTextSanitizer.clean(name);
        return clean.length() > 60 ? clean.substring(0, 60) + "\u2026" : clean;
    }
}
