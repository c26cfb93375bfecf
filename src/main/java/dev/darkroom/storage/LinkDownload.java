package dev.darkroom.storage;

import dev.darkroom.http.Http;
import dev.darkroom.http.RemoteException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.function.LongConsumer;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** Reads what a signed URL opens, as anyone would who was given it: without a key. */
final class LinkDownload {
    private static final int BLOCK = 64 * 1024;

    private final OkHttpClient client;

    LinkDownload(Http http) {
        client = http.client()
                .newBuilder()
                .callTimeout(Duration.ofMinutes(15))
                .followRedirects(true)
                .build();
    }

    /**
     * Writes all bytes to {@code target} and gives their SHA-256 as hex.
     *
     * @param progress gets the number of bytes so far
     */
    String fetch(SignedUrl link, String name, Path target, LongConsumer progress) throws IOException {
        if (link.isExpired(Instant.now())) {
            throw expired(name, 0);
        }
        Request request = new Request.Builder()
                .url(link.url().toString())
                .header("Accept-Encoding", "identity")
                .build();
        try (Response response = answer(request, name);
                InputStream in = response.body().byteStream()) {
            return save(in, name, target, progress);
        }
    }

    private Response answer(Request request, String name) throws IOException {
        Response response;
        try {
            response = client.newCall(request).execute();
        } catch (IOException exception) {
            throw SupabaseErrors.network("read " + name, exception);
        }
        if (response.isSuccessful()) {
            return response;
        }
        try (response) {
            RemoteException refused = SupabaseErrors.of("read " + name, response);
            throw SupabaseErrors.isKeyRefused(refused) || refused.code().contains("JWT")
                    ? expired(name, refused.status())
                    : refused;
        }
    }

    private static String save(InputStream in, String name, Path target, LongConsumer progress) throws IOException {
        MessageDigest digest = sha256();
        byte[] block = new byte[BLOCK];
        long bytes = 0;
        try (OutputStream out = new DigestOutputStream(Files.newOutputStream(target), digest)) {
            for (int read = read(in, block, name); read >= 0; read = read(in, block, name)) {
                out.write(block, 0, read);
                bytes += read;
                progress.accept(bytes);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** A cut connection is the service's failure, a full disk is ours. */
    private static int read(InputStream in, byte[] block, String name) {
        try {
            return in.read(block);
        } catch (IOException exception) {
            throw SupabaseErrors.network("read " + name, exception);
        }
    }

    private static RemoteException expired(String name, int status) {
        return new RemoteException(
                SupabaseStorage.SERVICE,
                status,
                "LinkExpired",
                "The signed URL of " + name + " has expired or is not valid any more: renew it.",
                false,
                null,
                null);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException exception) {
            throw new IllegalStateException(exception);
        }
    }
}
