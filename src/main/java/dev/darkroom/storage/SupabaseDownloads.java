package dev.darkroom.storage;

import dev.darkroom.http.RemoteException;
import dev.darkroom.message.CodedMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import okhttp3.Request;
import okhttp3.Response;

/** Reads objects of one bucket with the client's key. */
public final class SupabaseDownloads {
    private static final int MAX_RANGE = 64 * 1024 * 1024;
    private static final Duration LONGEST = Duration.ofMinutes(15);

    private final SupabaseCalls calls;
    private final String bucket;

    SupabaseDownloads(SupabaseCalls calls, String bucket) {
        this.calls = calls.within(LONGEST);
        this.bucket = bucket;
    }

    /** Brings the whole object; the target appears only when all bytes have arrived. Returns their number. */
    public long toFile(String key, Path target) {
        Path part = target.resolveSibling(target.getFileName() + ".part");
        try (Response response =
                calls.open(CodedMessage.of("do.read", key), request(key).build())) {
            long bytes = save(key, response, part);
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            return bytes;
        } catch (IOException exception) {
            throw new UncheckedIOException(
                    new IOException("The download cannot be written to " + target + ": " + exception.getMessage()));
        } finally {
            discard(part);
        }
    }

    /** Bytes {@code from} to {@code last}, both counted; fewer when the object ends before. */
    public byte[] range(String key, long from, long last) {
        if (from < 0 || last < from || last - from >= MAX_RANGE) {
            throw new IllegalArgumentException("A range must be 1 byte to 64 MB long: " + from + "-" + last + ".");
        }
        Request request =
                request(key).header("Range", "bytes=" + from + "-" + last).build();
        try (Response response = calls.open(CodedMessage.of("do.read", key), request)) {
            int length = (int) (last - from + 1);
            if (response.code() != 206) {
                response.body().byteStream().skipNBytes(from);
            }
            return response.body().byteStream().readNBytes(length);
        } catch (IOException exception) {
            throw SupabaseErrors.network(CodedMessage.of("do.read", key), exception);
        }
    }

    private Request.Builder request(String key) {
        String path = "/object/authenticated/" + ObjectKeys.path(bucket, ObjectKeys.check(key));
        return calls.request(path).header("Accept-Encoding", "identity");
    }

    /** A broken connection is the service's failure, a full disk is ours. */
    private static long save(String key, Response response, Path part) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        long bytes = 0;
        try (InputStream in = response.body().byteStream();
                var out = Files.newOutputStream(part)) {
            for (int n = read(key, in, buffer); n >= 0; n = read(key, in, buffer)) {
                bytes += n;
                if (bytes > LinkDownload.LARGEST) {
                    throw LinkDownload.tooLarge(key, LinkDownload.LARGEST);
                }
                out.write(buffer, 0, n);
            }
        }
        return bytes;
    }

    private static int read(String key, InputStream in, byte[] buffer) throws RemoteException {
        try {
            return in.read(buffer);
        } catch (IOException exception) {
            throw SupabaseErrors.network(CodedMessage.of("do.read", key), exception);
        }
    }

    private static void discard(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException _) {
            // A left-over part is overwritten by the next download.
        }
    }
}
