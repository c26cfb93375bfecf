package dev.darkroom.storage.preview;

import dev.darkroom.http.RemoteException;
import dev.darkroom.message.CodedError;
import dev.darkroom.message.CodedIoException;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.storage.StoredFile;
import dev.darkroom.storage.supabase.SignedUrl;
import dev.darkroom.system.ContentHash;
import dev.darkroom.system.PartFiles;
import dev.darkroom.system.PrivateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Saves many stored files, one after the other, and reports the outcome of each; a file that cannot be fetched does not prevent
 * the others. File names are built from the generation and the file, using characters that every file system accepts; existing
 * files in a folder are kept. Blocks.
 */
public final class FileDownload {
    private static final Duration LINK = Duration.ofMinutes(30);
    private static final int MAX_NAME_LENGTH = 120;

    private final BiFunction<StoredFile, Duration, SignedUrl> signing;
    private final FilePreviewService previews;

    /** @param signing creates the link through which a file is fetched */
    public FileDownload(BiFunction<StoredFile, Duration, SignedUrl> signing, FilePreviewService previews) {
        this.signing = signing;
        this.previews = previews;
    }

    /**
     * The outcome for one file.
     *
     * @param name the name it was saved under; empty when it was not saved
     * @param problem why it was not saved, or an anomaly; empty when all is well
     */
    public record Outcome(StoredFile file, String name, CodedMessage problem) {
        public boolean saved() {
            return !name.isEmpty();
        }
    }

    /** Receives progress on the downloading thread. */
    @FunctionalInterface
    public interface Listener {
        void moved(int files, long bytes);
    }

    /** Saves into an existing folder. Files saved before a stop remain. */
    public List<Outcome> toFolder(List<StoredFile> files, Path folder, BooleanSupplier stopped, Listener listener) {
        Run run = new Run(stopped, listener);
        List<Outcome> outcomes = new ArrayList<>();
        for (StoredFile file : files) {
            outcomes.add(run.outcome(file, () -> {
                Path target = reserved(folder, name(file));
                boolean whole = false;
                try {
                    run.fetch(file, target);
                    whole = true;
                } finally {
                    if (!whole) {
                        Files.deleteIfExists(target);
                    }
                }
                return new Outcome(
                        file, String.valueOf(target.getFileName()), difference(file, ContentHash.of(target)));
            }));
        }
        return outcomes;
    }

    /** Saves into a single zip, which appears, or replaces an existing one, only when complete; stopping leaves no new zip. */
    public List<Outcome> toZip(List<StoredFile> files, Path zip, BooleanSupplier stopped, Listener listener) {
        Run run = new Run(stopped, listener);
        try {
            return PartFiles.replace(zip, part -> {
                List<Outcome> outcomes = new ArrayList<>();
                try (OutputStream raw = PrivateFiles.newOutputStream(part);
                        ZipOutputStream out = new ZipOutputStream(raw, StandardCharsets.UTF_8)) {
                    out.setLevel(Deflater.BEST_SPEED); // images and videos are already compressed
                    Set<String> taken = new HashSet<>();
                    for (StoredFile file : files) {
                        outcomes.add(run.outcome(file, () -> run.entry(file, out, taken)));
                    }
                    if (stopped.getAsBoolean()) {
                        throw new CancellationException();
                    }
                    if (outcomes.stream().noneMatch(Outcome::saved)) {
                        throw new NothingSaved(outcomes);
                    }
                }
                return outcomes;
            });
        } catch (NothingSaved nothing) {
            return nothing.outcomes;
        } catch (IOException exception) {
            throw CodedIoException.unwritten(zip, exception);
        }
    }

    /** Prevents an empty zip. */
    private static final class NothingSaved extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient List<Outcome> outcomes;

        NothingSaved(List<Outcome> outcomes) {
            this.outcomes = outcomes;
        }
    }

    /** Saves a single file. */
    private interface Work {
        Outcome save() throws IOException;
    }

    private final class Run {
        private final BooleanSupplier stopped;
        private final Listener listener;
        private int done;
        private long bytes;

        Run(BooleanSupplier stopped, Listener listener) {
            this.stopped = stopped;
            this.listener = listener;
        }

        Outcome outcome(StoredFile file, Work work) {
            Outcome outcome = saved(file, work);
            listener.moved(++done, bytes);
            return outcome;
        }

        private Outcome saved(StoredFile file, Work work) {
            if (stopped.getAsBoolean()) {
                return new Outcome(file, "", CodedMessage.of("download.stopped"));
            }
            if (file.state() == StoredFile.State.MISSING) {
                return new Outcome(file, "", CodedMessage.of("download.missing"));
            }
            try {
                return work.save();
            } catch (CancellationException _) {
                return new Outcome(file, "", CodedMessage.of("download.stopped"));
            } catch (RemoteException failure) {
                return new Outcome(file, "", failure.message());
            } catch (IOException | UncheckedIOException failure) {
                return new Outcome(
                        file, "", CodedMessage.of("download.unwritable", String.valueOf(failure.getMessage())));
            } catch (IllegalArgumentException refused) {
                return new Outcome(file, "", CodedError.of(refused));
            }
        }

        void fetch(StoredFile file, Path target) {
            long before = bytes;
            previews.save(file, signing.apply(file, LINK), target, moved -> {
                if (stopped.getAsBoolean()) {
                    throw new CancellationException();
                }
                bytes = before + moved;
                listener.moved(done, bytes);
            });
            Long whole = file.bytes();
            bytes = before + (whole == null ? 0 : whole);
        }

        Outcome entry(StoredFile file, ZipOutputStream out, Set<String> taken) throws IOException {
            Path copy = PartFiles.create(Files.createTempDirectory("darkroom-zip"), "file");
            try {
                fetch(file, copy);
                String name = free(name(file), taken);
                MessageDigest digest = ContentHash.sha256();
                out.putNextEntry(new ZipEntry(name));
                try (InputStream in = Files.newInputStream(copy)) {
                    in.transferTo(new DigestOutputStream(out, digest));
                }
                out.closeEntry();
                return new Outcome(file, name, difference(file, ContentHash.hex(digest)));
            } finally {
                PrivateFiles.deleteFolder(copy.resolveSibling(""));
            }
        }
    }

    /** Returns a name that every file system accepts, always the same for the same file: {@code 1700ef8a-0-ridge.png}. */
    static String name(StoredFile file) {
        String last = file.path().substring(file.path().lastIndexOf('/') + 1);
        String safe = last.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("\\.{2,}", ".");
        int dot = safe.lastIndexOf('.');
        String extension = dot > 0 && safe.length() - dot <= 12 ? safe.substring(dot) : "";
        String stem = extension.isEmpty() ? safe : safe.substring(0, dot);
        String cut = stem.substring(0, Math.min(stem.length(), MAX_NAME_LENGTH));
        // The prefix avoids hidden names and names reserved by Windows.
        return file.generation().toString().substring(0, 8) + "-" + cut + (extension.equals(".") ? "" : extension);
    }

    private static String free(String name, Set<String> taken) {
        String free = name;
        for (int number = 2; !taken.add(free.toLowerCase(Locale.ROOT)); number++) {
            free = numbered(name, number);
        }
        return free;
    }

    /** Creates an empty file under a free name. */
    private static Path reserved(Path folder, String name) throws IOException {
        for (int number = 1; ; number++) {
            try {
                return PrivateFiles.createNewFile(folder.resolve(number == 1 ? name : numbered(name, number)));
            } catch (FileAlreadyExistsException taken) {
                if (number == 1000) {
                    throw taken;
                }
            }
        }
    }

    private static String numbered(String name, int number) {
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) + "-" + number + name.substring(dot) : name + "-" + number;
    }

    private static CodedMessage difference(StoredFile file, String hash) {
        @Nullable String known = file.sha256();
        return known == null || known.equals(hash) ? CodedMessage.NONE : CodedMessage.of("download.differs");
    }
}
