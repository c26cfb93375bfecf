package dev.darkroom.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;

/** A file on its way up, with its length; tells of each block that has left. */
final class UploadBody extends RequestBody {
    private static final int BLOCK = 64 * 1024;

    private final Path file;
    private final long length;
    private final MediaType type;
    private final Runnable moved;

    UploadBody(Path file, String type, Runnable moved) throws IOException {
        this.file = file;
        this.length = Files.size(file);
        this.type = MediaType.get(type);
        this.moved = moved;
    }

    @Override
    public MediaType contentType() {
        return type;
    }

    @Override
    public long contentLength() {
        return length;
    }

    /** OkHttp would repeat it by itself after some answers. */
    @Override
    public boolean isOneShot() {
        return true;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
        byte[] block = new byte[BLOCK];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(block); read >= 0; read = in.read(block)) {
                sink.write(block, 0, read);
                sink.flush();
                moved.run();
            }
        }
    }
}
