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
 * Files (600) and folders (700) that only their owner may read, where the file system knows such a thing. Everything below
 * the data, config, cache and log folders is made here, whatever the umask of the process is.
 */
public final class PrivateFiles {
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    private static final Set<PosixFilePermission> OWNER = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private PrivateFiles() {}

    /** Makes the folder and its missing parents; one that is there stays as it is. */
    public static Path createFolder(Path folder) throws IOException {
        return Files.isDirectory(folder) ? folder : Files.createDirectories(folder, attributes("rwx------"));
    }

    /** A folder of Darkroom's own: when others could look into it until now, all that is in it is closed to them as well. */
    public static Path claimFolder(Path folder) throws IOException {
        createFolder(folder);
        if (isOpenToOthers(folder)) {
            restrict(folder);
        }
        return folder;
    }

    /** An empty file for somebody else to write to; one that is there stays as it is. */
    public static Path createFile(Path file) throws IOException {
        try {
            return Files.createFile(file, attributes("rw-------"));
        } catch (FileAlreadyExistsException _) {
            return file;
        }
    }

    public static FileChannel open(Path file, OpenOption... options) throws IOException {
        return FileChannel.open(file, Set.of(options), attributes("rw-------"));
    }

    /** A new file, or an existing one emptied. */
    public static OutputStream newOutputStream(Path file) throws IOException {
        return Channels.newOutputStream(
                open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING));
    }

    /** A new file, or an existing one, with these bytes; the stream stays open. */
    public static void copy(InputStream bytes, Path file) throws IOException {
        try (OutputStream out = newOutputStream(file)) {
            bytes.transferTo(out);
        }
    }

    /** The bytes alone, not the rights. */
    public static void copy(Path from, Path to) throws IOException {
        try (OutputStream out = newOutputStream(to)) {
            Files.copy(from, out);
        }
    }

    /** After a crash there is the old text or the new one, see {@link PartFiles#replace}. */
    public static void write(Path file, String text) throws IOException {
        Path folder = createFolder(file.toAbsolutePath().resolveSibling(""));
        PartFiles.removeLeftovers(folder);
        PartFiles.replace(file, part -> Files.writeString(createFile(part), text));
    }

    /** Takes the rights of everybody else from the folder and all that is in it. */
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

    /** Whether the group or others have any right to it. */
    public static boolean isOpenToOthers(Path file) throws IOException {
        return POSIX && !OWNER.containsAll(Files.getPosixFilePermissions(file));
    }

    /** The rights as {@code ls -l} writes them, {@code rw-r--r--}; empty where the file system knows none. */
    public static Optional<String> permissions(Path file) throws IOException {
        return POSIX
                ? Optional.of(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                : Optional.empty();
    }

    /** With all that is in it, if it is there. For what a start or a run left behind; never for data. */
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
