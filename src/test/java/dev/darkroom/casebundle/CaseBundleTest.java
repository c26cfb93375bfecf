package dev.darkroom.casebundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.credit.CreditQueries;
import dev.darkroom.database.TestDatabase;
import dev.darkroom.fal.catalog.ModelCatalog;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.GenerationRow;
import dev.darkroom.generation.GenerationStatus;
import dev.darkroom.generation.GenerationTriage;
import dev.darkroom.generation.GenerationTriage.PlacedMark;
import dev.darkroom.generation.GenerationTriage.TriageMark;
import dev.darkroom.generation.GenerationTriage.WrittenNote;
import dev.darkroom.generation.TimelineEvent;
import dev.darkroom.generation.TimelineKind;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis;
import dev.darkroom.generation.diagnosis.StuckThresholds;
import dev.darkroom.generation.query.GenerationDetails;
import dev.darkroom.generation.query.GenerationQueries;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.logging.LogCategory;
import dev.darkroom.logging.LogLine;
import dev.darkroom.logging.LogMark;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.message.RefusedInputException;
import dev.darkroom.sandbox.fault.FaultRates;
import dev.darkroom.secret.SecretRedactor;
import dev.darkroom.storage.FileQueries;
import dev.darkroom.storage.StoredFile;
import dev.darkroom.storage.StoredMedia;
import dev.darkroom.storage.preview.FileThumbnail;
import dev.darkroom.system.ContentHash;
import dev.darkroom.system.PrivateFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.event.Level;

class CaseBundleTest {
    private static final String KEY = "fal-5f3c9a1e-77d2:9b8c7d6e5f4a3b2c1d0e";
    /** Nothing but the name of its member tells that it is a secret. */
    private static final String NAMED = "0123abcd4567";

    private static final String TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjF9.c2lnbmF0dXJl";

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    @TempDir
    static Path folder;

    private static StoredMedia media;
    private static GenerationDetails contents;
    private static int number;

    private final CaseBundleReader reader = new CaseBundleReader();

    @BeforeAll
    static void fill() throws IOException {
        SecretRedactor.register(KEY);
        media = new StoredMedia(DATABASE.get(), folder.resolve("media"));
        UUID id = media.generation("ana.kovac");
        media.picture(id, "ana.kovac", 0, "a red ridge");
        media.missing(id, "ana.kovac", 1, "lost.png", "fal.ai has it no more.");
        String input = JsonMapping.write(Map.of(
                "prompt",
                "p",
                "image_url",
                "https://x.supabase.co/a.png?token=" + TOKEN,
                "hf_token",
                "hf_Abc\"def" + NAMED,
                "nested",
                Map.of("api_key", NAMED, "password", List.of(NAMED))));
        DATABASE.get()
                .useTransaction(handle -> handle.execute(
                        "update generation set input = ?::jsonb, media_url = ? where id = ?",
                        input,
                        "https://x.supabase.co/storage/v1/object/sign/generations/a.png?token=" + TOKEN,
                        id));
        contents = contents(id);
    }

    @AfterAll
    static void close() {
        media.close();
    }

    private static GenerationDetails contents(UUID id) {
        GenerationQueries queries =
                new GenerationQueries(DATABASE.get(), StuckThresholds.of(ModelCatalog.builtIn(), 1));
        Generation generation = queries.find(id).orElseThrow();
        GenerationDiagnosis diagnosis =
                GenerationDiagnosis.of(GenerationRow.of(generation), queries.clusterSnapshot(), queries.limits());
        ObjectNode data = JsonMapping.MAPPER.createObjectNode().put("reason", "the key " + KEY + " was wrong");
        return new GenerationDetails(
                generation,
                diagnosis,
                List.of(new TimelineEvent(1, id, Instant.now(), TimelineKind.RECOVERED, 1, null, data, null, "root")),
                new CreditQueries(DATABASE.get()).ofGeneration(id),
                new FileQueries(DATABASE.get()).ofGeneration(id),
                List.of(new LogLine(
                        Instant.now(),
                        Level.INFO,
                        LogCategory.GENERATION,
                        LogMark.NOTE,
                        "run-1",
                        "GENERATION",
                        "asked https://fal.run/x?key=" + KEY,
                        "",
                        id.toString(),
                        "ana.kovac",
                        null,
                        Duration.ofMillis(20))),
                new GenerationTriage(
                        List.of(new PlacedMark(TriageMark.MINE, "root", Instant.now())),
                        List.of(new WrittenNote(1, "root", Instant.now(), "asked fal.ai with " + KEY))),
                Instant.now());
    }

    @Test
    void what_is_saved_is_read_again_with_its_small_pictures() throws Exception {
        Path file = saved();

        try (CaseBundle bundle = reader.read(file)) {
            GenerationDetails read = bundle.contents();
            assertThat(read.generation().id()).isEqualTo(contents.generation().id());
            assertThat(read.generation().status()).isEqualTo(GenerationStatus.COMPLETED);
            assertThat(read.diagnosis()).isEqualTo(contents.diagnosis());
            assertThat(read.files())
                    .extracting(StoredFile::sha256)
                    .isEqualTo(contents.files().stream().map(StoredFile::sha256).toList());
            assertThat(read.files().get(1).error()).isEqualTo(CodedMessage.quoted("fal.ai has it no more."));
            assertThat(read.timeline().getFirst().kind()).isEqualTo(TimelineKind.RECOVERED);
            assertThat(read.log()).hasSize(1);
            assertThat(read.triage().marks()).isEqualTo(contents.triage().marks());
            assertThat(read.triage().notes()).extracting(WrittenNote::text).containsExactly("asked fal.ai with ***");
            assertThat(bundle.of(read.files().getFirst())).isInstanceOf(FileThumbnail.Picture.class);
            assertThat(bundle.of(read.files().get(1))).isInstanceOf(FileThumbnail.Plain.class);
        }
    }

    @Test
    void no_secret_and_no_token_is_in_any_part_of_it() throws Exception {
        StringBuilder all = new StringBuilder();
        try (ZipFile zip = new ZipFile(saved().toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                all.append(new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.ISO_8859_1));
            }
        }

        assertThat(all.toString())
                .contains("https://x.supabase.co/storage/v1/object/sign/generations/a.png")
                .contains("the key *** was wrong")
                .contains("a line of the file")
                .doesNotContain(TOKEN, "token=", KEY, "9b8c7d6e5f4a", NAMED);
        assertThat(PrivateFiles.isOpenToOthers(saved())).isFalse();
    }

    @Test
    void a_storage_that_is_away_costs_only_the_pictures() throws Exception {
        UUID id = media.generation("ben.ito");
        media.picture(id, "ben.ito", 0, "a blue hill");
        media.sandbox().setFaults(FaultRates.parse("storage-500=60s"));
        try {
            Path file = folder.resolve("without.zip");
            writer().write(contents(id), pictures -> "<p>" + pictures + "</p>", file, _ -> {});
            try (CaseBundle bundle = reader.read(file)) {
                assertThat(bundle.contents().files()).hasSize(1);
                assertThat(bundle.pictures()).isEmpty();
            }
        } finally {
            media.sandbox().setFaults(FaultRates.NONE);
        }
    }

    @Test
    void one_that_is_stopped_leaves_nothing() {
        Path file = folder.resolve("stopped").resolve("case.zip");
        assertThatThrownBy(() -> {
                    Files.createDirectories(file.getParent());
                    writer().write(contents, _ -> "", file, _ -> {
                        throw new CancellationException();
                    });
                })
                .isInstanceOf(CancellationException.class);

        assertThat(file.getParent()).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ../evil.sh          | an entry that no case bundle has: ../evil.sh
            /etc/passwd         | an entry that no case bundle has: /etc/passwd
            a/b.json            | an entry that no case bundle has: a/b.json
            thumbnails/../x.png | an entry that no case bundle has
            """)
    void an_entry_with_a_name_of_its_own_is_refused(String name, String sentence) throws Exception {
        assertRefused(changed(entries -> entries.put(name, new byte[10])), sentence);
    }

    @Test
    void a_changed_or_missing_part_is_refused() throws Exception {
        assertRefused(
                changed(entries -> entries.put("ledger.json", "[]\n".getBytes())), "ledger.json in this case bundle");
        assertRefused(changed(entries -> entries.remove("timeline.json")), "timeline.json in this case bundle");
        assertRefused(changed(entries -> entries.remove("case.json")), "This is not a Darkroom case bundle");
    }

    @Test
    void what_lacks_a_member_or_names_an_impossible_time_is_refused() throws Exception {
        for (Consumer<ObjectNode> change : List.<Consumer<ObjectNode>>of(
                row -> row.remove("userId"),
                row -> row.putNull("input"),
                row -> row.put("createdAt", "+1000000-01-01T00:00:00Z"),
                row -> row.put("status", "SHINING"),
                row -> row.putObject("lease"))) {
            Path file = changed(entries -> {
                ObjectNode row = (ObjectNode) JsonMapping.parse(text(entries, "generation.json"));
                change.accept(row);
                replace(entries, "generation.json", JsonMapping.write(row).getBytes(StandardCharsets.UTF_8));
            });
            if (!text(file, "generation.json").contains("\"lease\":{}")) {
                assertRefused(file, "generation.json in this case bundle");
            }
        }
    }

    @Test
    void what_unpacks_to_more_than_is_allowed_is_given_up() throws Exception {
        byte[] bomb = new byte[CaseBundleReader.MAX_ENTRY_BYTES + 1];

        assertRefused(changed(entries -> replace(entries, "log.json", bomb)), "log.json is larger than it may be");
    }

    @Test
    void a_picture_that_is_none_is_refused() throws Exception {
        assertRefused(
                changed(entries -> replace(entries, CaseBundleWriter.thumbnail(0), "<svg/>".getBytes())), "damaged");
    }

    @Test
    void too_many_entries_and_files_that_are_no_zip_are_refused() throws Exception {
        assertRefused(
                changed(entries -> {
                    for (int i = 0; i < 500; i++) {
                        entries.put("x" + i + ".json", new byte[0]);
                    }
                }),
                "at most 120 entries");
        assertRefused(Files.writeString(folder.resolve("text.zip"), "hello"), "This is not a complete zip file");
    }

    @Test
    void a_newer_version_is_named_also_where_it_has_other_entries() throws Exception {
        assertRefused(
                changed(entries -> {
                    entries.put("attachments/1.bin", new byte[10]);
                    String head = text(entries, "case.json").replace("\"version\" : 1", "\"version\" : 2");
                    entries.put("case.json", head.getBytes(StandardCharsets.UTF_8));
                }),
                "This case bundle has version 2");
    }

    private void assertRefused(Path file, String sentence) {
        assertThatThrownBy(() -> reader.read(file))
                .isInstanceOf(RefusedInputException.class)
                .hasMessageContaining(sentence);
    }

    private static Path saved() throws Exception {
        Path file = folder.resolve("case" + number++ + ".zip");
        writer().write(contents, pictures -> "<p>the key " + KEY + " " + pictures + "</p>", file, _ -> {});
        return file;
    }

    private static CaseBundleWriter writer() throws IOException {
        return new CaseBundleWriter(
                media.previews(folder.resolve("previews"), 10_000_000).thumbnails(), CaseBundleTest::line);
    }

    private static void line(Generation generation, OutputStream out) throws IOException {
        out.write(("a line of the file of " + generation.id() + " with " + KEY + "\n").getBytes());
    }

    private static Path changed(Consumer<Map<String, byte[]>> change) throws Exception {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(saved().toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        change.accept(entries);
        Path file = folder.resolve("changed" + number++ + ".zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue());
            }
        }
        return file;
    }

    /** As somebody would who knows of the hashes. */
    private static void replace(Map<String, byte[]> entries, String name, byte[] bytes) {
        ObjectNode head = (ObjectNode) JsonMapping.parse(text(entries, "case.json"));
        ((ObjectNode) head.get("sha256")).put(name, ContentHash.of(bytes));
        entries.put(name, bytes);
        entries.put("case.json", JsonMapping.write(head).getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Map<String, byte[]> entries, String name) {
        return new String(entries.get(name), StandardCharsets.UTF_8);
    }

    private static String text(Path file, String name) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return new String(zip.getInputStream(zip.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
