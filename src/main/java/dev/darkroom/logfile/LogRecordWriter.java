package dev.darkroom.logfile;

import dev.darkroom.logfile.index.CompiledQuery;
import dev.darkroom.logfile.index.LeftOutRecords;
import dev.darkroom.logfile.index.LogRecordScanner;
import dev.darkroom.logfile.index.ScanBuffer;
import dev.darkroom.logfile.parse.CategoryDictionary;
import dev.darkroom.logfile.parse.RecordBoundaryRule;
import dev.darkroom.logfile.query.LogCounts;
import dev.darkroom.logfile.query.LogQuery;
import dev.darkroom.logfile.source.ByteSource;
import dev.darkroom.logfile.source.UnpackFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the matching records of whole files in a single pass, without an index and in bounded memory, and optionally writes
 * them out byte for byte.
 */
public final class LogRecordWriter {
    private static final int COPY = 1 << 16;

    private final LogQuery query;
    private final @Nullable LineOutputStream out;
    private final UnpackFolder copies;
    private final CategoryDictionary categories = new CategoryDictionary();
    private final LeftOutRecords leftOut = new LeftOutRecords();
    private final CompiledQuery filter;
    private final LogCounts.Sum sum = new LogCounts.Sum();
    private long count;
    private @Nullable ByteSource source;
    private boolean fileBegins;
    private byte carry = CompiledQuery.NO;
    private long open;
    private short openState;

    /** Only counts the records when {@code out} is null. */
    public LogRecordWriter(LogQuery query, @Nullable OutputStream out) {
        this(query, out, UnpackFolder.TEMPORARY);
    }

    /** As the other constructor, but decompresses into {@code copies}. */
    public LogRecordWriter(LogQuery query, @Nullable OutputStream out, UnpackFolder copies) {
        this.query = query;
        this.out = out == null ? null : new LineOutputStream(out);
        this.copies = copies;
        filter = new CompiledQuery(query, categories, leftOut);
    }

    /** Returns the number of matching records in all files so far. */
    public long count() {
        return count;
    }

    public LogCounts counts() {
        return sum.counts(categories);
    }

    /**
     * Reads one file; returns a sentence for each part of it that could not be read or searched.
     *
     * @throws IOException with a sentence that names the file, or from the output
     */
    public List<String> read(Path file) throws IOException {
        int before = leftOut.count();
        try (ByteSource bytes = ByteSource.open(file, copies)) {
            source = bytes;
            carry = CompiledQuery.NO;
            fileBegins = true;
            // A compressed file is printed while it is unpacked; bytes that others append during the pass are ignored.
            long to = bytes.canGrow() ? bytes.size() : Long.MAX_VALUE;
            new LogRecordScanner(bytes, block(), this::block).run(0, to, new RecordBoundaryRule(), this::take);
            resolve(bytes.size());
            return problems(bytes, leftOut.count() - before);
        } finally {
            source = null;
        }
    }

    private static List<String> problems(ByteSource bytes, int slow) {
        List<String> problems = new ArrayList<>();
        if (bytes.damage() != null) {
            problems.add(bytes.damage());
        }
        if (slow > 0) {
            problems.add(LeftOutRecords.sentence(slow));
        }
        return problems;
    }

    private ScanBuffer block() {
        return new ScanBuffer(categories, new CompiledQuery(query, categories, leftOut));
    }

    private void take(ScanBuffer block) throws IOException {
        int first = block.records > 0 ? Math.min(block.starts[0], block.length) : block.length;
        if (carry == CompiledQuery.YES) {
            write(block, 0, first);
        }
        if (block.records == 0) {
            return;
        }
        resolve(block.offset + block.starts[0]);
        records(block);
        int last = block.records - 1;
        carry = block.decisions[last];
        open = block.offset + block.starts[last];
        openState = block.states[last];
    }

    private void records(ScanBuffer block) throws IOException {
        int from = -1;
        for (int i = 0; i < block.records; i++) {
            boolean yes = block.decisions[i] == CompiledQuery.YES;
            if (yes) {
                count++;
                sum.add(block.states[i]);
            }
            if (yes && from < 0) {
                from = block.starts[i];
            } else if (!yes && from >= 0) {
                write(block, from, block.starts[i]);
                from = -1;
            }
        }
        if (from >= 0) {
            write(block, from, block.length);
        }
    }

    private void write(ScanBuffer block, int from, int to) throws IOException {
        write(block.bytes, from, to - from);
    }

    private void write(byte[] bytes, int from, int length) throws IOException {
        if (out != null && length > 0) {
            if (fileBegins) {
                out.beginLine();
                fileBegins = false;
            }
            out.write(bytes, from, length);
        }
    }

    /** Decides the record that continued beyond its block, now that its end is known. */
    private void resolve(long end) throws IOException {
        if (carry == CompiledQuery.MUST_READ && source != null && filter.matches(source, open, end)) {
            count++;
            sum.add(openState);
            copy(source, open, end);
        }
        carry = CompiledQuery.NO;
    }

    private void copy(ByteSource from, long begin, long end) throws IOException {
        if (out == null) {
            return;
        }
        byte[] buffer = new byte[COPY];
        for (long at = begin; at < end; ) {
            int part = from.read(at, buffer, 0, (int) Math.min(buffer.length, end - at));
            if (part == 0) {
                return;
            }
            write(buffer, 0, part);
            at += part;
        }
    }
}
