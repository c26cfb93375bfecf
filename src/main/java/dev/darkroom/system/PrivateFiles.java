package dev.darkroom.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Creates files (600) and folders (700) that only their owner may access, where the file system supports it. Everything below
 * the data, config, cache and log folders is created here, regardless of the process's umask.
 */
public final class PrivateFiles {
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    private static final Set<PosixFilePermission> OWNER = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private PrivateFiles() {}

    /** Creates the folder and its missing parents; an existing folder is left unchanged. */
    public static Path createFolder(Path folder) throws IOException {
        return Files.isDirectory(folder) ? folder : Files.createDirectories(folder, attributes("rwx------"));
    }

    /**
     * Creates or takes over a folder of Darkroom's own: if others had access to it so far, it is revoked for all of its
     * contents as well.
     */
    public static Path claimFolder(Path folder) throws IOException {
        createFolder(folder);
        if (isOpenToOthers(folder)) {
            restrict(folder);
        }
        return folder;
    }

    /** @throws FileAlreadyExistsException if there is one */
    public static Path createNewFile(Path file) throws IOException {
        return Files.createFile(file, attributes("rw-------"));
    }

    /** Creates an empty file for other code to write to; an existing file is left unchanged. */
    public static Path createFile(Path file) throws IOException {
        try {
            return createNewFile(file);
        } catch (FileAlreadyExistsException _) {
            return file;
        }
    }

    public static FileChannel open(Path file, OpenOption... options) throws IOException {
        return FileChannel.open(file, Set.of(options), attributes("rw-------"));
    }

    /** Creates a file, or truncates an existing one. */
    public static OutputStream newOutputStream(Path file) throws IOException {
        return Channels.newOutputStream(
                open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING));
    }

    /** Writes these bytes to a new or existing file; the stream stays open. */
    public static void copy(InputStream bytes, Path file) throws IOException {
        try (OutputStream out = newOutputStream(file)) {
            bytes.transferTo(out);
        }
    }

    /** Copies the contents, not the permissions. */
    public static void copy(Path from, Path to) throws IOException {
        try (OutputStream out = newOutputStream(to)) {
            Files.copy(from, out);
        }
    }

    /** Writes a file atomically: after a crash it has the old text or the new one, see {@link PartFiles#replace}. */
    public static void write(Path file, String text) throws IOException {
        Path folder = createFolder(file.toAbsolutePath().resolveSibling(""));
        PartFiles.removeLeftovers(folder);
        PartFiles.replace(file, part -> Files.writeString(part, text));
    }

    /** Revokes everybody else's permissions on the folder and all of its contents. */
    public static void restrict(Path folder) throws IOException {
        if (!POSIX) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                return attributes.isSymbolicLink() ? FileVisitResult.CONTINUE : closed(file);
            }

            @Override
            public FileVisitResult postVisitDirectory(Path each, @Nullable IOException failure) throws IOException {
                return closed(each);
            }
        });
    }

    private static FileVisitResult closed(Path file) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
        if (permissions.retainAll(OWNER)) {
            Files.setPosixFilePermissions(file, permissions);
        }
        return FileVisitResult.CONTINUE;
    }

    /** Returns whether group or others have any permission on the file. */
    public static boolean isOpenToOthers(Path file) throws IOException {
        return POSIX && !OWNER.containsAll(Files.getPosixFilePermissions(file));
    }

    /** Returns the permissions in {@code ls -l} notation, {@code rw-r--r--}; empty where the file system has none. */
    public static Optional<String> permissions(Path file) throws IOException {
        return POSIX
                ? Optional.of(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                : Optional.empty();
    }

    /** Deletes a folder with its contents, if it exists. For leftovers of a start or a run, never for data. */
    public static void deleteFolder(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path each, @Nullable IOException failure) throws IOException {
                Files.delete(each);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    static FileAttribute<?>[] attributes(String permissions) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
