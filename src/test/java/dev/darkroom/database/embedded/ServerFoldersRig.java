package dev.darkroom.database.embedded;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Provides copies of a database folder created once for the class. */
abstract class ServerFoldersRig {
    @TempDir
    static Path temporary;

    static ServerFolders folders;

    @BeforeAll
    static void makeOneFolder() throws IOException {
        folders = new ServerFolders(temporary.toRealPath());
    }
}
