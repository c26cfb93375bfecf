package dev.darkroom.console.logs.action;

import dev.darkroom.secret.SecretRedactor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Masks secrets in what passes through, record by record, and changes no other byte. A record longer than a MiB is masked in
 * pieces that end at a blank, so its size does not matter.
 */
final class MaskedOutput extends OutputStream {
    private static final int PIECE = 1 << 20;

    private final OutputStream out;
    private final ByteArrayOutputStream piece = new ByteArrayOutputStream(1 << 12);

    MaskedOutput(OutputStream out) {
        this.out = out;
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

    /** A record ends here. */
    void end() throws IOException {
        mask(piece.toByteArray());
        piece.reset();
    }

    private void mask(byte[] bytes) throws IOException {
        String text = new String(bytes, StandardCharsets.UTF_8);
        Charset charset = StandardCharsets.UTF_8;
        if (!Arrays.equals(text.getBytes(charset), bytes)) {
            // Damaged: as one character a byte nothing of it changes.
            charset = StandardCharsets.ISO_8859_1;
            text = new String(bytes, charset);
        }
        String masked = SecretRedactor.text(text);
        out.write(masked.equals(text) ? bytes : masked.getBytes(charset));
    }
}
