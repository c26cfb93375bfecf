package dev.darkroom.generation.query;

import dev.darkroom.generation.GenerationRow;
import dev.darkroom.message.CodedIoException;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.system.CsvLines;
import dev.darkroom.system.PagedExport;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/**
 * Writes the generations of a filter as CSV: UTF-8 with a header, newest first, page by page. A generation that changes
 * meanwhile is written as it was when its page was read.
 */
public final class GenerationExport {
    private static final int PAGE = 1000;

    private final GenerationQueries queries;

    public GenerationExport(GenerationQueries queries) {
        this.queries = queries;
    }

    /**
     * Writes the export. The file appears, or replaces an existing one, only when it is complete; interrupting the thread ends
     * the work.
     *
     * @param progress receives the number of generations written so far
     * @return the number of generations
     * @throws IllegalStateException with a sentence if the file cannot be written, or a search takes too long
     */
    public long write(GenerationFilter filter, Path target, LongConsumer progress) throws InterruptedException {
        return PagedExport.toFile(target, out -> write(filter, out, progress));
    }

    private long write(GenerationFilter filter, Writer out, LongConsumer progress)
            throws IOException, InterruptedException {
        out.write("id,created,user,model,kind,state,stage,attempt,credits,refunded,finished,error_code,error,"
                + "request_id,files,path,prompt\r\n");
        long written = 0;
        GenerationPage page = queries.page(filter, false, null, PAGE);
        while (true) {
            for (GenerationPage.Line line : page.lines()) {
                out.write(text(line));
            }
            written += page.lines().size();
            progress.accept(written);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (!page.more()) {
                return written;
            }
            if (page.lines().isEmpty()) {
                throw new CodedIoException(CodedMessage.of("export.search"));
            }
            page = queries.page(filter, false, page.lines().getLast().row().key(), PAGE);
        }
    }

    private static String text(GenerationPage.Line line) {
        GenerationRow row = line.row();
        return CsvLines.line(
                row.id(),
                row.createdAt(),
                row.userId(),
                row.model(),
                row.kind(),
                line.state(),
                row.stage(),
                row.attempt(),
                row.credits(),
                row.refunded(),
                row.finishedAt(),
                row.failure() == null ? null : row.failure().code(),
                row.failure() == null ? null : row.failure().message(),
                row.job().requestId(),
                row.media().filesStored(),
                row.media().path(),
                row.prompt());
    }
}
