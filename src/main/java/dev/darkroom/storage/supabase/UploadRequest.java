package dev.darkroom.storage.supabase;

import dev.darkroom.json.JsonMapping;
import dev.darkroom.storage.supabase.StorageKey.ObjectKeys;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;

/**
 * A file to be uploaded into the bucket.
 *
 * @param contentType a MIME type; parameters are dropped and letters lower-cased, because buckets compare the text
 * @param upsert replaces an existing object; otherwise an existing key is refused with 409 {@code KeyAlreadyExists}
 * @param metadata the caller's own data about the file, returned by {@code info}; at most about 9 KB as JSON
 */
public record UploadRequest(String key, Path file, String contentType, boolean upsert, Map<String, ?> metadata) {
    /** The service accepts 16 KiB of headers in total; the rest is left for the keys. */
    private static final int MAX_METADATA_HEADER = 12_000;

    public UploadRequest {
        ObjectKeys.check(key);
        contentType = contentType.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
        if (!contentType.matches("[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+")) {
            throw new IllegalArgumentException("\"" + contentType + "\" is not a content type like image/png.");
        }
        metadata = Map.copyOf(metadata);
        if (header(metadata).length() > MAX_METADATA_HEADER) {
            throw new IllegalArgumentException("The metadata of a file must not exceed 9,000 bytes as JSON.");
        }
    }

    public static UploadRequest of(StorageKey key, Path file, String contentType) {
        return new UploadRequest(key.text(), file, contentType, false, Map.of());
    }

    public UploadRequest withUpsert() {
        return new UploadRequest(key, file, contentType, true, metadata);
    }

    public UploadRequest withMetadata(Map<String, ?> words) {
        return new UploadRequest(key, file, contentType, upsert, words);
    }

    String metadataHeader() {
        return header(metadata);
    }

    long bytes() {
        try {
            return Files.size(file);
        } catch (IOException exception) {
            throw new UncheckedIOException(new IOException("The file to upload cannot be read: " + file, exception));
        }
    }

    /** @param moved called for each block sent */
    RequestBody body(Runnable moved) {
        return new Body(file, bytes(), MediaType.get(contentType), moved);
    }

    private static final class Body extends RequestBody {
        private static final int BLOCK = 64 * 1024;

        private final Path file;
        private final long length;
        private final MediaType type;
        private final Runnable moved;

        Body(Path file, long length, MediaType type, Runnable moved) {
            this.file = file;
            this.length = length;
            this.type = type;
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

        /** OkHttp would resend the body on its own after some answers. */
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

    private static String header(Map<String, ?> metadata) {
        return Base64.getEncoder().encodeToString(JsonMapping.write(metadata).getBytes(StandardCharsets.UTF_8));
    }
}
