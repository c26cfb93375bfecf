package dev.darkroom.database.embedded;

import dev.darkroom.database.DatabaseException;
import dev.darkroom.message.CodedError;
import dev.darkroom.message.CodedIoException;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.system.ContentHash;
import dev.darkroom.system.PartFiles;
import dev.darkroom.system.PrivateFiles;
import dev.darkroom.system.ProcessLock;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs, unpacked once from the jar that came with Darkroom into the user's cache folder. */
public final class PostgresBinaries {
    /** The major version of the archive in the build; its data folders have the same number. */
    static final int MAJOR = 18;

    private static final int EXECUTABLE = 0111;
    private static final Duration OTHERS_UNPACK = Duration.ofMinutes(3);

    private final Path home;

    private PostgresBinaries(Path home) {
        this.home = home;
    }

    /**
     * Returns the programs below the cache folder, named after the archive's digest, so that a new version never meets an old
     * file.
     */
    public static synchronized PostgresBinaries in(Path cache, Consumer<CodedMessage> progress) {
        try {
            Path parent = PrivateFiles.createFolder(cache.resolve("postgres")).toRealPath();
            Path home = parent.resolve(MAJOR + "-" + digest());
            if (!Files.isDirectory(home)) {
                unpackOnce(parent, home, progress);
            }
            return new PostgresBinaries(home);
        } catch (IOException | UncheckedIOException exception) {
            throw new DatabaseException(CodedMessage.of("server.unpack", cache, CodedError.of(exception)), exception);
        }
    }

    Path home() {
        return home;
    }

    public String program(String name) {
        return home.resolve("bin").resolve(BinaryPlatform.program(name)).toString();
    }

    private static void unpackOnce(Path parent, Path home, Consumer<CodedMessage> progress) throws IOException {
        try (ProcessLock _ = ProcessLock.take(parent.resolve("lock"), OTHERS_UNPACK)
                .orElseThrow(() -> new CodedIoException(CodedMessage.of("server.unpacking")))) {
            if (Files.isDirectory(home)) {
                return;
            }
            progress.accept(CodedMessage.of("progress.unpack"));
            PartFiles.removeLeftovers(parent);
            Path unfinished = PartFiles.createFolder(parent, "unfinished");
            try (InputStream archive = open()) {
                unpack(archive, unfinished);
            }
            if (ServerOsUser.isRoot(parent)) {
                // Another account has to run them; the folder around them stays closed.
                Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwxr-xr-x"));
            } else {
                PrivateFiles.restrict(unfinished);
            }
            Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Unpacks a .txz: files, folders, symbolic links and execute permissions. */
    private static void unpack(InputStream txz, Path target) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(txz)), "UTF-8")) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path file = target.resolve(entry.getName()).normalize();
                if (!file.startsWith(target)) {
                    throw new IOException("the archive names a file outside of itself: " + entry.getName());
                }
                write(tar, entry, file);
            }
        }
    }

    private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path file) throws IOException {
        if (entry.isDirectory()) {
            PrivateFiles.createFolder(file);
            return;
        }
        PrivateFiles.createFolder(file.resolveSibling(""));
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
        } else if (entry.isFile()) {
            Files.copy(tar, file);
            if ((entry.getMode() & EXECUTABLE) != 0 && !file.toFile().setExecutable(true, false)) {
                throw new IOException(file + " cannot be made executable");
            }
        }
    }

    private static String digest() throws IOException {
        try (InputStream archive = open()) {
            return ContentHash.of(archive).substring(0, 16);
        }
    }

    /**
     * Opens the archive at the root of its jar, outside any package, so every class loader finds it, with and without modules.
     */
    private static InputStream open() {
        InputStream archive = PostgresBinaries.class.getClassLoader().getResourceAsStream(BinaryPlatform.archive());
        if (archive == null) {
            throw new DatabaseException(CodedMessage.of("server.platform", BinaryPlatform.archive()));
        }
        return archive;
    }

    /** The operating system and processor, as named by the archives of PostgreSQL's binaries. */
    enum BinaryPlatform {
        LINUX,
        MACOS,
        WINDOWS;

        static BinaryPlatform current() {
            String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
            if (name.contains("win")) {
                return WINDOWS;
            }
            return name.contains("mac") ? MACOS : LINUX;
        }

        /** Returns the archive for this machine, for instance {@code postgres-linux-x86_64.txz}. Only Linux is tested. */
        static String archive() {
            String system = switch (current()) {
                case LINUX -> "linux";
                case MACOS -> "darwin";
                case WINDOWS -> "windows";
            };
            return "postgres-%s-%s.txz".formatted(system, processor(System.getProperty("os.arch")));
        }

        private static String processor(String architecture) {
            return switch (architecture.toLowerCase(Locale.ROOT)) {
                case "amd64", "x86_64" -> "x86_64";
                case "aarch64", "arm64" -> "arm_64";
                default -> architecture;
            };
        }

        /** Returns the file name of a PostgreSQL program on this platform. */
        static String program(String name) {
            return current() == WINDOWS ? name + ".exe" : name;
        }
    }
}
