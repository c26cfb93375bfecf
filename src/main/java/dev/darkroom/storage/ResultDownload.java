package dev.darkroom.storage;

import dev.darkroom.fal.DataUrl;
import dev.darkroom.fal.OutboundUrl;
import dev.darkroom.fal.ResultFile;
import dev.darkroom.http.Http;
import dev.darkroom.http.Redact;
import dev.darkroom.http.RemoteException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Streams one result file to a temporary file, hashing on the way. No key is sent: result files are public. */
final class ResultDownload {
    static final String SERVICE = "fal.ai files";
    private static final int BLOCK = 64 * 1024;

    private final OkHttpClient client;
    private final OutboundUrl outbound;
    private final Path folder;
    private final long limit;

    /** @param limit bytes; a longer file is refused */
    ResultDownload(Http http, OutboundUrl outbound, Path folder, long limit) {
        this.client = http.client()
                .newBuilder()
                .callTimeout(Duration.ofHours(2)) // against one that drips; who stands still is ended much sooner
                .addNetworkInterceptor(TransferProgress::followed)
                .followRedirects(true)
                // A redirect must not lead where the address itself may not.
                .addNetworkInterceptor(chain -> chain.proceed(allowed(outbound, chain.request())))
                .build();
        this.outbound = outbound;
        this.folder = folder;
        this.limit = limit;
    }

    /** What arrived; the file is the caller's to delete. {@code contentType} is what the server said. */
    record Downloaded(
            Path file, long bytes, String sha256, @Nullable String contentType) {}

    /** @throws RemoteException retryable for a cut connection, a wrong length or a 5xx; final for a file that is gone */
    Downloaded download(ResultFile file) {
        if (file.inline()) {
            return inline(file);
        }
        Request request =
                allowed(outbound, new Request.Builder().url(file.url()).build());
        try (Response response = client.newCall(request).execute()) {
            if (!response.isSuccessful()) {
                int status = response.code();
                boolean gone = status == 404 || status == 410 || status == 403;
                throw failure(
                        status,
                        gone ? "file_gone" : "http_" + status,
                        gone
                                ? "The result file " + file.fileName() + " is gone at fal.ai (" + status + ")."
                                : "The result file " + file.fileName() + " could not be fetched (" + status + ").",
                        status >= 500 || status == 429 || status == 408,
                        null);
            }
            Downloaded downloaded = save(response.body().byteStream(), response.header("Content-Type"), file);
            return checked(file, downloaded);
        } catch (IOException exception) {
            throw failure(
                    0,
                    "download_cut",
                    "The connection broke while " + file.fileName() + " was fetched: "
                            + Redact.text(String.valueOf(exception.getMessage())),
                    true,
                    exception);
        }
    }

    private Downloaded checked(ResultFile file, Downloaded downloaded) throws IOException {
        if (file.size().isPresent() && file.size().getAsLong() != downloaded.bytes()) {
            Files.deleteIfExists(downloaded.file());
            throw failure(
                    0,
                    "wrong_size",
                    file.fileName() + " has " + downloaded.bytes() + " bytes, the result says "
                            + file.size().getAsLong() + ".",
                    true,
                    null);
        }
        return downloaded;
    }

    private Downloaded inline(ResultFile file) {
        try {
            DataUrl data = DataUrl.parse(file.url())
                    .orElseThrow(() -> new IllegalArgumentException("The data address has no comma."));
            return save(new ByteArrayInputStream(data.bytes()), data.contentType(), file);
        } catch (IOException | IllegalArgumentException exception) {
            throw failure(0, "bad_data_uri", "The result holds a data address that cannot be read.", false, exception);
        }
    }

    private Downloaded save(InputStream in, @Nullable String contentType, ResultFile file) throws IOException {
        Files.createDirectories(folder);
        Path path = Files.createTempFile(folder, "result-", ".part");
        boolean whole = false;
        MessageDigest digest = sha256();
        try (OutputStream out = new DigestOutputStream(Files.newOutputStream(path), digest)) {
            byte[] block = new byte[BLOCK];
            long bytes = 0;
            for (int read; (read = in.read(block)) >= 0; ) {
                bytes += read;
                if (bytes > limit) {
                    throw failure(
                            0, "file_too_large", file.fileName() + " is larger than " + limit + " bytes.", false, null);
                }
                out.write(block, 0, read);
            }
            whole = true;
            return new Downloaded(path, bytes, HexFormat.of().formatHex(digest.digest()), contentType);
        } finally {
            if (!whole) {
                Files.deleteIfExists(path);
            }
        }
    }

    private static Request allowed(OutboundUrl outbound, Request request) {
        outbound.refusal(request.url().toString()).ifPresent(why -> {
            throw failure(0, "address_refused", why, false, null);
        });
        return request;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException exception) {
            throw new IllegalStateException(exception);
        }
    }

    private static RemoteException failure(
            int status, String code, String message, boolean retryable, @Nullable Throwable cause) {
        return new RemoteException(SERVICE, status, code, message, retryable, null, cause);
    }
}
