package dev.darkroom.credit;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.message.CodedIoException;
import dev.darkroom.system.CsvLines;
import dev.darkroom.system.PartFiles;
import dev.darkroom.system.PrivateFiles;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Exports the statement of one account for a period: the opening balance, each line, the closing balance. Written page by page,
 * so that an account of any size needs the memory of one page only. Blocks.
 */
public final class CreditStatementExport {
    private static final int PAGE = 2000;

    private final CreditQueries queries;

    public CreditStatementExport(CreditQueries queries) {
        this.queries = queries;
    }

    /** The file format of a statement. */
    public enum Format {
        CSV,
        JSON;

        public String extension() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * The account and period of a statement.
     *
     * @param from the start, inclusive
     * @param until the end, exclusive
     */
    public record Period(String user, Instant from, Instant until) {}

    /**
     * Writes the statement. The file appears, or replaces an existing one, only when it is complete.
     *
     * @param progress receives the number of lines written so far; an exception from it ends the export
     * @return the number of lines
     */
    public long write(Period period, Format format, Path target, LongConsumer progress) {
        try {
            return PartFiles.replace(target, part -> {
                try (Writer out = new BufferedWriter(
                        new OutputStreamWriter(PrivateFiles.newOutputStream(part), StandardCharsets.UTF_8))) {
                    return write(
                            period, format == Format.CSV ? new CsvStatement(out) : new JsonStatement(out), progress);
                }
            });
        } catch (IOException exception) {
            throw CodedIoException.unwritten(target, exception);
        }
    }

    private long write(Period period, Statement statement, LongConsumer progress) throws IOException {
        long balance = queries.balanceBefore(period.user(), period.from());
        statement.begin(period, balance);
        long written = 0;
        long last = 0;
        List<CreditTransaction> page;
        do {
            page = queries.statement(period.user(), period.from(), period.until(), last, PAGE);
            for (CreditTransaction line : page) {
                statement.line(line);
                balance = line.balanceAfter();
                last = line.version();
            }
            written += page.size();
            progress.accept(written);
        } while (page.size() == PAGE);
        statement.end(period, balance);
        return written;
    }

    /** A writer for one format. */
    private interface Statement {
        void begin(Period period, long opening) throws IOException;

        void line(CreditTransaction line) throws IOException;

        void end(Period period, long closing) throws IOException;
    }

    /** Writes CSV; the balances are lines like others, of the kinds OPENING and CLOSING. */
    private record CsvStatement(Writer out) implements Statement {
        @Override
        public void begin(Period period, long opening) throws IOException {
            out.write(CsvLines.line("time", "kind", "amount", "balance", "generation", "reason", "by", "line"));
            out.write(CsvLines.line(period.from(), "OPENING", "", opening, "", "", "", ""));
        }

        @Override
        public void line(CreditTransaction line) throws IOException {
            out.write(CsvLines.line(
                    line.createdAt(),
                    line.kind(),
                    line.amount(),
                    line.balanceAfter(),
                    line.generation(),
                    line.reason().english(),
                    line.actor(),
                    line.id()));
        }

        @Override
        public void end(Period period, long closing) throws IOException {
            out.write(CsvLines.line(period.until(), "CLOSING", "", closing, "", "", "", ""));
        }
    }

    private static final class JsonStatement implements Statement {
        private final JsonGenerator json;

        JsonStatement(Writer out) throws IOException {
            json = JsonMapping.MAPPER.createGenerator(out).useDefaultPrettyPrinter();
        }

        @Override
        public void begin(Period period, long opening) throws IOException {
            json.writeStartObject();
            json.writeStringField("user", period.user());
            json.writeStringField("from", period.from().toString());
            json.writeStringField("until", period.until().toString());
            json.writeNumberField("opening_balance", opening);
            json.writeArrayFieldStart("lines");
        }

        @Override
        public void line(CreditTransaction line) throws IOException {
            json.writeStartObject();
            json.writeNumberField("id", line.id());
            json.writeStringField("time", line.createdAt().toString());
            json.writeStringField("kind", line.kind().name());
            json.writeNumberField("amount", line.amount());
            json.writeNumberField("balance_after", line.balanceAfter());
            text("generation", line.generation());
            text("charge", line.charge());
            json.writeStringField("reason", line.reason().english());
            json.writeStringField("by", line.actor());
            text("reverses", line.reverses());
            json.writeEndObject();
        }

        private void text(String member, @Nullable Object value) throws IOException {
            if (value instanceof Number number) {
                json.writeNumberField(member, number.longValue());
            } else if (value != null) {
                json.writeStringField(member, value.toString());
            }
        }

        @Override
        public void end(Period period, long closing) throws IOException {
            json.writeEndArray();
            json.writeNumberField("closing_balance", closing);
            json.writeEndObject();
            json.flush();
        }
    }
}
