package dev.darkroom.sandbox.fal.job;

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

/** The files that can be downloaded, on disk below one folder. Safe for any thread. */
public final class FileStore {
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private final Path folder;
    private final Map<String, ServedFile> files = new ConcurrentHashMap<>();
    private final Set<String> cut = ConcurrentHashMap.newKeySet();
    private final Set<String> late = ConcurrentHashMap.newKeySet();

    public FileStore(Path folder) {
        this.folder = folder;
    }

    /** A path that nobody can guess, as fal.ai's file host gives them. */
    public static String newPath(RandomGenerator random, String name) {
        StringBuilder token = new StringBuilder("b/")
                .append(String.format("%08x", random.nextInt()))
                .append('/');
        for (int n = 0; n < 21; n++) {
            token.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return token.append('_').append(name).toString();
    }

    /** Where the bytes lie; the folder exists afterwards. */
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
        if (file.cut()) {
            cut.add(file.path());
        }
        if (file.late()) {
            late.add(file.path());
        }
        files.put(file.path(), file);
    }

    public Optional<ServedFile> find(String path, Instant now) {
        ServedFile file = files.get(path);
        if (file == null || file.gone() || late.remove(path)) {
            return Optional.empty();
        }
        if (file.endsAt() != null && !now.isBefore(file.endsAt())) {
            remove(List.of(file));
            return Optional.empty();
        }
        return Optional.of(file);
    }

    /** True the first time for a file whose download shall break off. */
    public boolean breaksOff(ServedFile file) {
        return cut.remove(file.path());
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
