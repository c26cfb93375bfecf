package dev.darkroom.database.embedded;

import dev.darkroom.database.DatabaseException;
import dev.darkroom.database.embedded.PostgresBinaries.BinaryPlatform;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.system.PartFiles;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The account under which the server runs. PostgreSQL refuses to run as root; then it is started through {@code unshare -U},
 * where root has another name and no rights, or where that is forbidden (some containers) through {@code setpriv} as nobody,
 * which keeps only the right to read folders below a closed home. The data folder belongs to that account.
 */
public record ServerOsUser(List<String> prefix, int owner) {
    private static final int NOBODY = 65534;
    private static final int UNKNOWN = -1;

    public static final ServerOsUser AS_IS = new ServerOsUser(List.of(), UNKNOWN);
    public static final ServerOsUser NAMESPACE = new ServerOsUser(List.of("unshare", "-U", "--"), 0);
    public static final ServerOsUser UNPRIVILEGED = new ServerOsUser(
            List.of(
                    "setpriv",
                    "--reuid=" + NOBODY,
                    "--regid=" + NOBODY,
                    "--clear-groups",
                    "--inh-caps=-all,+dac_read_search",
                    "--ambient-caps=-all,+dac_read_search",
                    "--securebits=+no_setuid_fixup",
                    "--"),
            NOBODY);

    /** Finds an account that works for the user of this process. */
    public static ServerOsUser forFilesIn(Path folder) throws IOException {
        if (!isRoot(folder)) {
            return AS_IS;
        }
        for (ServerOsUser account : List.of(NAMESPACE, UNPRIVILEGED)) {
            if (account.works()) {
                return account;
            }
        }
        throw new DatabaseException(CodedMessage.of("server.root"));
    }

    /** Whether this process is root, by the owner of a file that it creates. */
    static boolean isRoot(Path folder) throws IOException {
        Path mine = PartFiles.create(folder, "owner");
        try {
            return BinaryPlatform.current() != BinaryPlatform.WINDOWS && uid(mine) == 0;
        } finally {
            Files.delete(mine);
        }
    }

    public boolean works() {
        return ChildProcess.works(command(List.of("true")));
    }

    public List<String> command(List<String> command) {
        List<String> all = new ArrayList<>(prefix);
        all.addAll(command);
        return all;
    }

    /** Takes ownership of a folder of another account for this one. */
    void takeOwnership(Path folder) throws IOException {
        if (owner == UNKNOWN || uid(folder) == owner) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                return chown(file);
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
                return chown(folder);
            }
        });
    }

    private FileVisitResult chown(Path file) throws IOException {
        Files.setAttribute(file, "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
        return FileVisitResult.CONTINUE;
    }

    private static int uid(Path file) throws IOException {
        return (Integer) Files.getAttribute(file, "unix:uid");
    }
}
