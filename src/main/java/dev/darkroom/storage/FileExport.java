package dev.darkroom.storage;

import dev.darkroom.system.CsvLines;
import dev.darkroom.system.PagedExport;
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
        return PagedExport.csv(
                target,
                "id,stored,user,generation,position,state,name,type,bytes,sha256,width,height,seconds,"
                        + "flagged,bucket,path,error",
                (last, limit) -> queries.files(filter, last, limit),
                FileExport::text,
                progress);
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
