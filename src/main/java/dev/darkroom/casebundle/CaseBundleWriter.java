package dev.darkroom.casebundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.casebundle.CaseBundle.CaseJson;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.query.GenerationDetails;
import dev.darkroom.http.RemoteException;
import dev.darkroom.message.CodedIoException;
import dev.darkroom.storage.StoredFile;
import dev.darkroom.storage.preview.FileThumbnail;
import dev.darkroom.storage.preview.ThumbnailStore;
import dev.darkroom.system.ContentHash;
import dev.darkroom.system.PartFiles;
import dev.darkroom.system.PrivateFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.DoubleConsumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a case bundle. Blocks; interrupting the thread cancels it, and then, as after any failure, there is no file. Only its
 * owner may read the file.
 */
public final class CaseBundleWriter {
    /** The format version that {@link CaseBundleReader} understands. */
    static final int VERSION = 1;

    /** Maximum size of the provider's response, in bytes; a longer one is left out. */
    private static final int MAX_RESULT_LENGTH = 4_000_000;

    private final ThumbnailStore thumbnails;
    private final LogSlice log;

    /** Copies the lines of one generation from the log files of this machine and from the shared log. */
    @FunctionalInterface
    public interface LogSlice {
        void copy(Generation generation, OutputStream out) throws IOException;
    }

    /** A page for readers without this program. */
    @FunctionalInterface
    public interface Page {
        /** @param pictures the positions of the files that have a thumbnail in the bundle, at {@link #thumbnail} */
        String html(Set<Integer> pictures);
    }

    public CaseBundleWriter(ThumbnailStore thumbnails, LogSlice log) {
        this.thumbnails = thumbnails;
        this.log = log;
    }

    /** Returns the path of a file's thumbnail in the bundle. */
    public static String thumbnail(int position) {
        return "thumbnails/" + position + ".png";
    }

    /**
     * Creates or replaces the file only once everything has been written.
     *
     * @param progress receives the completed fraction, 0 to 1
     */
    public void write(GenerationDetails contents, Page page, Path target, DoubleConsumer progress)
            throws InterruptedException {
        try {
            PartFiles.replace(target, part -> {
                try (OutputStream out = PrivateFiles.newOutputStream(part)) {
                    new Bundle(out).write(contents, page, progress);
                }
                return target;
            });
        } catch (IOException exception) {
            throw CodedIoException.unwritten(target, exception);
        }
    }

    /** One bundle being written. */
    private final class Bundle {
        private final ZipOutputStream zip;
        private final Map<String, String> hashes = new TreeMap<>();

        Bundle(OutputStream out) {
            zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        }

        void write(GenerationDetails contents, Page page, DoubleConsumer progress)
                throws IOException, InterruptedException {
            ObjectNode generation = (ObjectNode) CaseJson.tree(contents.generation());
            // The provider's response is raw bytes here, from which secrets cannot be removed.
            generation.putNull("result");
            json("generation.json", generation);
            result(contents.generation());
            json("diagnosis.json", CaseJson.tree(contents.diagnosis()));
            json("timeline.json", CaseJson.tree(contents.timeline()));
            json("ledger.json", CaseJson.tree(contents.ledger()));
            json("files.json", CaseJson.tree(contents.files()));
            json("log.json", CaseJson.tree(contents.log()));
            json("marks.json", CaseJson.tree(contents.triage().marks()));
            json("notes.json", CaseJson.tree(contents.triage().notes()));
            progress.accept(0.1);
            slice(contents.generation());
            progress.accept(0.3);
            Set<Integer> pictures = new TreeSet<>();
            int done = 0;
            for (StoredFile file : contents.files()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                picture(file, pictures);
                progress.accept(0.3 + 0.65 * ++done / contents.files().size());
            }
            entry("README.html", CaseJson.text(page.html(pictures)).getBytes(StandardCharsets.UTF_8));
            ObjectNode head = CaseJson.MAPPER
                    .createObjectNode()
                    .put("format", "darkroom-case")
                    .put("version", VERSION)
                    .put("read_at", contents.readAt().toString())
                    .put("made_at", Instant.now().toString());
            head.set("sha256", CaseJson.MAPPER.valueToTree(hashes));
            json("case.json", head);
            zip.finish();
            progress.accept(1);
        }

        private void result(Generation generation) throws IOException {
            Generation.SavedResult result = generation.result();
            if (result == null || result.body().length > MAX_RESULT_LENGTH) {
                return;
            }
            JsonNode read;
            try {
                read = result.json();
            } catch (IllegalArgumentException _) {
                return; // not JSON, so its secrets cannot be recognised
            }
            json("result.json", CaseJson.redacted(read));
        }

        /** Our lines were masked when logged, but those in other programs' files may not be. */
        private void slice(Generation generation) throws IOException {
            Path lines = Files.createTempFile("darkroom-case", ".log");
            try {
                try (OutputStream out = PrivateFiles.newOutputStream(lines)) {
                    log.copy(generation, out);
                }
                String text = Files.size(lines) > CaseBundleReader.MAX_ENTRY_BYTES
                        ? ""
                        : new String(Files.readAllBytes(lines), StandardCharsets.UTF_8);
                if (!text.isEmpty()) {
                    entry("log.txt", CaseJson.text(text).getBytes(StandardCharsets.UTF_8));
                }
            } finally {
                Files.deleteIfExists(lines);
            }
        }

        /** A thumbnail that cannot be loaded, as during an outage, does not prevent the bundle. */
        private void picture(StoredFile file, Set<Integer> pictures) throws IOException, InterruptedException {
            if (pictures.size() == CaseBundleReader.MAX_PICTURES) {
                return;
            }
            try {
                if (thumbnails.of(file) instanceof FileThumbnail.Picture(Path png)) {
                    entry(thumbnail(file.position()), Files.readAllBytes(png));
                    pictures.add(file.position());
                }
            } catch (RemoteException | UncheckedIOException | java.nio.file.FileSystemException _) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        }

        private void json(String name, JsonNode node) throws IOException {
            entry(name, CaseJson.MAPPER.writeValueAsBytes(node));
        }

        private void entry(String name, byte[] bytes) throws IOException {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(bytes);
            zip.closeEntry();
            hashes.put(name, ContentHash.of(bytes));
        }
    }
}
