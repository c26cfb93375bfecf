package dev.darkroom.console.logs;

import dev.darkroom.console.kit.text.ErrorMessages;
import dev.darkroom.console.logs.reader.LogMessages;
import dev.darkroom.logfile.LineOutputStream;
import dev.darkroom.logfile.query.LogRecords;
import dev.darkroom.logfile.query.LogRecords.ContentCheck;
import dev.darkroom.message.CodedIoException;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.secret.RecordRedactor;
import dev.darkroom.system.PartFiles;
import dev.darkroom.system.PrivateFiles;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.function.LongConsumer;

/** Writes whole records of a log, with secrets masked or byte for byte. */
final class LogExport {
    private static final int BUFFER = 1 << 18;
    private static final int TOLD = 1 << 10;

    /**
     * A range of records of a log.
     *
     * @param content of the log that the numbers belong to
     * @param at returns the number of the record at a place
     */
    record Records(LogRecords log, Object content, int count, IntUnaryOperator at) {
        Records(LogRecords log, int count, IntUnaryOperator at) {
            this(log, log.content(), count, at);
        }

        private boolean isReplaced() {
            return log.content() != content;
        }

        private void copy(int place, MaskedOutput mask, OutputStream out) throws IOException {
            int number = at.applyAsInt(place);
            mask.begin(number);
            log.copy(number, out);
            mask.end();
        }
    }

    private LogExport() {}

    /**
     * Creates or replaces the file only once all is written, and only if the log was neither cut nor replaced meanwhile.
     * {@code progress} may throw to cancel.
     */
    static long write(Records records, Path target, boolean masked, LongConsumer progress) throws IOException {
        for (Path read : records.log().files()) {
            if (Files.exists(target) && Files.exists(read) && Files.isSameFile(target, read)) {
                throw new CodedIoException(CodedMessage.quoted(LogMessages.TEXTS.get("export.itself", target)));
            }
        }
        try {
            return PartFiles.replace(target, part -> {
                ContentCheck check = records.log().contentCheck();
                try (OutputStream out = new BufferedOutputStream(PrivateFiles.newOutputStream(part), BUFFER)) {
                    copy(records, out, masked, progress);
                }
                if (records.isReplaced() || !check.isUnchanged()) {
                    throw new ContentLostException();
                }
                return (long) records.count();
            });
        } catch (ContentLostException lost) {
            throw new CodedIoException(CodedMessage.quoted(LogMessages.TEXTS.get("export.cut", target)), lost);
        } catch (CodedIoException sentence) {
            throw sentence;
        } catch (IOException exception) {
            throw new CodedIoException(
                    CodedMessage.quoted(LogMessages.TEXTS.get("export.failed", target, ErrorMessages.of(exception))),
                    exception);
        }
    }

    /** Ends an export whose records do not exist any more. */
    private static final class ContentLostException extends IOException {
        private static final long serialVersionUID = 1;

        ContentLostException() {}

        ContentLostException(Exception cause) {
            super(cause);
        }
    }

    private static void copy(Records records, OutputStream target, boolean masked, LongConsumer progress)
            throws IOException {
        LineOutputStream out = new LineOutputStream(target);
        MaskedOutput mask = new MaskedOutput(out, records.log());
        for (int place = 0; place < records.count(); place++) {
            if (records.isReplaced()) {
                throw new ContentLostException();
            }
            out.beginLine();
            try {
                records.copy(place, mask, masked ? mask : out);
            } catch (IOException | RuntimeException exception) {
                if (records.isReplaced()) {
                    throw new ContentLostException(exception);
                }
                throw exception;
            }
            if (place % TOLD == 0) {
                progress.accept(place);
            }
        }
    }

    /** Returns the records as text, secrets masked, as many as fit into {@code most} bytes. */
    static Text text(Records records, int most) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        LineOutputStream out = new LineOutputStream(bytes);
        MaskedOutput mask = new MaskedOutput(out, records.log());
        int place = 0;
        while (place < records.count() && bytes.size() < most) {
            out.beginLine();
            records.copy(place, mask, new Bounded(mask, most));
            place++;
        }
        return new Text(bytes.toString(StandardCharsets.UTF_8), place, bytes.size() < most);
    }

    /** The text of the first {@code records} of them; not {@code whole} when something had to be left out. */
    record Text(String text, int records, boolean whole) {}

    /** Passes on at most a given number of bytes of a record. */
    private static final class Bounded extends OutputStream {
        private final OutputStream out;
        private int left;

        Bounded(OutputStream out, int left) {
            this.out = out;
            this.left = left;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            int passing = Math.min(left, length);
            out.write(bytes, from, passing);
            left -= passing;
        }
    }

    /**
     * Masks secrets in the data written, record by record, and changes no other byte. A record longer than a MiB is masked in
     * pieces that end at a blank, so its size does not matter.
     */
    private static final class MaskedOutput extends OutputStream {
        private static final int PIECE = 1 << 20;

        private final OutputStream out;
        private final LogRecords log;
        private final RecordRedactor redactor = new RecordRedactor();
        private final ByteArrayOutputStream piece = new ByteArrayOutputStream(1 << 12);

        private int number;

        /** @param log of the records written, in which those left out can be looked up */
        MaskedOutput(OutputStream out, LogRecords log) {
            this.out = out;
            this.log = log;
        }

        void begin(int record) {
            number = record;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            piece.write(bytes, from, length);
            if (piece.size() >= PIECE) {
                byte[] all = piece.toByteArray();
                int cut = all.length;
                while (cut > 0 && all[cut - 1] != ' ' && all[cut - 1] != '\n') {
                    cut--;
                }
                cut = cut == 0 ? all.length : cut;
                piece.reset();
                mask(Arrays.copyOf(all, cut));
                piece.write(all, cut, all.length - cut);
            }
        }

        /** Ends a record. */
        void end() throws IOException {
            mask(piece.toByteArray());
            piece.reset();
        }

        private void mask(byte[] bytes) throws IOException {
            String text = new String(bytes, StandardCharsets.UTF_8);
            Charset charset = StandardCharsets.UTF_8;
            if (!Arrays.equals(text.getBytes(charset), bytes)) {
                // Invalid UTF-8: decoding each byte as one character preserves it.
                charset = StandardCharsets.ISO_8859_1;
                text = new String(bytes, charset);
            }
            String masked = redactor.text(
                    text, number, before -> log.record((int) before).wholeText());
            out.write(masked.equals(text) ? bytes : masked.getBytes(charset));
        }
    }
}
