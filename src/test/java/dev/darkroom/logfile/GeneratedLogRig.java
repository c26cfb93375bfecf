package dev.darkroom.logfile;

import dev.darkroom.logfile.LogGenerator.Style;
import dev.darkroom.logfile.LogGenerator.Truth;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A generated log file whose content is known. */
abstract class GeneratedLogRig {
    @TempDir
    Path folder;

    Path path;
    final List<Truth> truths = new ArrayList<>();

    @BeforeEach
    void name() {
        path = folder.resolve("backend.log");
    }

    final byte[] generate(Style style, long bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new LogGenerator(5, style, truths::add).write(out, bytes);
        Files.write(path, out.toByteArray());
        return out.toByteArray();
    }
}
