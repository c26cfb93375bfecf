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
 * The statement of one account over a time: the balance at its beginning, each line, the balance at its end. Written page by page, so
 * that an account of any size takes the memory of a page. Blocks.
 */
public final class CreditStatementExport {
    private static final int PAGE = 2000;

    private final CreditQueries queries;

    public CreditStatementExport(CreditQueries queries) {
        this.queries = queries;
    }

    /** How a statement is written. */
    public enum Format {
        CSV,
        JSON;

        public String ending() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * Whose statement, and of when.
     *
     * @param from the first moment that counts
     * @param until the first moment that does not count any more
     */
    public record Period(String user, Instant from, Instant until) {}

    /**
     * The file appears, or replaces the one before, only when all is written.
     *
     * @param progress gets the number of lines written so far; what it throws ends the work
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

    /** One form of it. */
    private interface Statement {
        void begin(Period period, long opening) throws IOException;

        void line(CreditTransaction line) throws IOException;

        void end(Period period, long closing) throws IOException;
    }

    /** The balances are lines like others, of the kinds OPENING and CLOSING. */
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
