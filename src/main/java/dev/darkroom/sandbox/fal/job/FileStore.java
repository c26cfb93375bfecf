package dev.darkroom.sandbox.fal.job;

import dev.darkroom.sandbox.fault.SandboxFault;
import dev.darkroom.system.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/** The downloadable files, on disk in a single folder. Safe for any thread. */
public final class FileStore {
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private final Path folder;
    private final Map<String, ServedFile> files = new ConcurrentHashMap<>();
    private final Set<String> struck = ConcurrentHashMap.newKeySet();

    public FileStore(Path folder) {
        this.folder = folder;
    }

    /** Creates an unguessable path in the format of fal.ai's file host. */
    public static String newPath(RandomGenerator random, String name) {
        StringBuilder token = new StringBuilder("b/")
                .append(String.format("%08x", random.nextInt()))
                .append('/');
        for (int n = 0; n < 21; n++) {
            token.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return token.append('_').append(name).toString();
    }

    /** Returns the location of a file's bytes, creating its folder. */
    public Path place(String path) {
        try {
            Path place = folder.resolve(path);
            PrivateFiles.createFolder(place.resolveSibling(""));
            return place;
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    void put(ServedFile file) {
        files.put(file.path(), file);
    }

    public Optional<ServedFile> find(String path, Instant now) {
        ServedFile file = files.get(path);
        if (file == null || file.faults().contains(SandboxFault.FILE_GONE) || strikes(SandboxFault.FILE_LATE, file)) {
            return Optional.empty();
        }
        if (file.endsAt() != null && !now.isBefore(file.endsAt())) {
            remove(List.of(file));
            return Optional.empty();
        }
        return Optional.of(file);
    }

    /** Returns true for the first download of a file that has this fault. */
    public boolean strikes(SandboxFault fault, ServedFile file) {
        return file.faults().contains(fault) && struck.add(fault + " " + file.path());
    }

    /** Also deletes the bytes. */
    void remove(List<ServedFile> some) {
        for (ServedFile file : some) {
            files.remove(file.path());
            try {
                Files.deleteIfExists(folder.resolve(file.path()));
            } catch (IOException exception) {
                throw new UncheckedIOException(exception);
            }
        }
    }
}
