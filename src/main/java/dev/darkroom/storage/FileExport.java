package dev.darkroom.storage;

import dev.darkroom.message.CodedIoException;
import dev.darkroom.system.CsvLines;
import dev.darkroom.system.PagedExport;
import dev.darkroom.system.PartFiles;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/** Writes the rows of a filter's files as CSV: UTF-8 with a header, newest first, without the links that open them. */
public final class FileExport {
    private final FileQueries queries;

    public FileExport(FileQueries queries) {
        this.queries = queries;
    }

    /**
     * Writes the export. The file appears, or replaces an existing one, only when it is complete; interrupting the thread ends
     * the work.
     *
     * @param progress receives the number of rows written so far
     * @return the number of rows
     */
    public long write(FileFilter filter, Path target, LongConsumer progress) throws InterruptedException {
        try {
            return PartFiles.replace(target, part -> writePart(filter, part, progress));
        } catch (IOException exception) {
            throw CodedIoException.unwritten(target, exception);
        }
    }

    private long writePart(FileFilter filter, Path part, LongConsumer progress)
            throws IOException, InterruptedException {
        try (Writer out = Files.newBufferedWriter(part, StandardCharsets.UTF_8)) {
            out.write(CsvLines.line(
                    "id",
                    "stored",
                    "user",
                    "generation",
                    "position",
                    "state",
                    "name",
                    "type",
                    "bytes",
                    "sha256",
                    "width",
                    "height",
                    "seconds",
                    "flagged",
                    "bucket",
                    "path",
                    "error"));
            return PagedExport.write(
                    (last, limit) -> queries.files(filter, last, limit),
                    (StoredFile file) -> out.write(text(file)),
                    progress);
        }
    }

    private static String text(StoredFile file) {
        return CsvLines.line(
                file.id(),
                file.createdAt(),
                file.userId(),
                file.generation(),
                file.position(),
                file.state(),
                file.name(),
                file.contentType(),
                file.bytes(),
                file.sha256(),
                file.width(),
                file.height(),
                file.seconds(),
                file.flagged(),
                file.bucket(),
                file.path(),
                file.error() == null ? null : file.error().english());
    }
}
