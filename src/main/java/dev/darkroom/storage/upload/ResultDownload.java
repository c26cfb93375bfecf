package dev.darkroom.storage.upload;

import dev.darkroom.fal.result.DataUrl;
import dev.darkroom.fal.result.ResultFile;
import dev.darkroom.http.HttpClients;
import dev.darkroom.http.RemoteException;
import dev.darkroom.http.RemoteException.RemoteFailureKind;
import dev.darkroom.http.RetryAfterHeader;
import dev.darkroom.http.outbound.OutboundPolicy;
import dev.darkroom.http.outbound.OutboundPolicy.RefusedAddressException;
import dev.darkroom.logging.CategoryLog;
import dev.darkroom.logging.LogCategory;
import dev.darkroom.logging.LogMark;
import dev.darkroom.message.CodedError;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.secret.SecretRedactor;
import dev.darkroom.system.ContentHash;
import dev.darkroom.system.PartFiles;
import dev.darkroom.system.PrivateFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Streams a result file to a temporary file while hashing it. No key is sent: result files are public. The URLs are untrusted,
 * so they are checked before connecting.
 */
public final class ResultDownload {
    public static final String SERVICE = "fal.ai files";

    private static final String DISK = "this disk";
    /** The code of a missing file: give up only after a few attempts, each with a fresh result. */
    static final String FILE_GONE = "file_gone";

    static final String ADDRESS_REFUSED = "address_refused";

    private static final int BLOCK = 64 * 1024;

    private final OkHttpClient client;
    private final Path folder;
    private final long limit;

    /** @param limit in bytes; larger files are refused */
    public ResultDownload(HttpClients http, OutboundPolicy outbound, Path folder, long limit) {
        this.client = http.outbound(outbound)
                .newBuilder()
                .callTimeout(Duration.ofHours(2)) // against trickling; stalled transfers end much sooner
                .addNetworkInterceptor(TransferProgress::followed)
                .build();
        this.folder = folder;
        this.limit = limit;
    }

    /**
     * The received file, which the caller deletes. {@code contentType} is the type declared by the server, {@code remark} a
     * sentence about an anomaly that is not a failure.
     */
    public record Downloaded(
            Path file,
            long bytes,
            String sha256,
            @Nullable String contentType,
            @Nullable CodedMessage remark) {}

    /**
     * @throws RemoteException retryable for a broken connection, a local write failure, 5xx, 408, 429 and {@link #FILE_GONE}
     *     other than a 410; otherwise final
     */
    public Downloaded download(ResultFile file) {
        if (file.isInline()) {
            return inline(file);
        }
        try (Response response = client.newCall(request(file)).execute()) {
            if (!response.isSuccessful()) {
                throw fetchFailure(file, response);
            }
            refuseIfLarger(response.body().contentLength(), file);
            return remarked(file, save(response.body().byteStream(), response.header("Content-Type"), file));
        } catch (RefusedAddressException refused) {
            throw failure(
                    0,
                    ADDRESS_REFUSED,
                    CodedMessage.of("file.refused", file.fileName(), CodedError.of(refused)),
                    false,
                    refused);
        } catch (IOException exception) {
            throw failure(
                    0,
                    "download_cut",
                    CodedMessage.of(
                            "file.cut", file.fileName(), SecretRedactor.text(String.valueOf(exception.getMessage()))),
                    true,
                    exception);
        }
    }

    /**
     * A file that is not there yet looks like a deleted one, so a 401, 403 or 404 is worth a few more attempts with a fresh
     * result; only a 410 is definite.
     */
    private static RemoteException fetchFailure(ResultFile file, Response response) {
        int status = response.code();
        boolean missing = status == 404 || status == 403 || status == 401;
        boolean gone = missing || status == 410;
        return new RemoteException(
                SERVICE,
                status,
                gone ? FILE_GONE : "http_" + status,
                CodedMessage.of(gone ? "file.gone" : "file.unfetched", file.fileName(), status),
                RemoteFailureKind.of(missing || status >= 500 || status == 429 || status == 408),
                RetryAfterHeader.parse(response.header("Retry-After"), InstantSource.system())
                        .orElse(null),
                null);
    }

    /**
     * A size that differs from the result only causes a remark: the HTTP client already checks the transfer's length, and
     * models often report wrong sizes.
     */
    private static Downloaded remarked(ResultFile file, Downloaded downloaded) {
        if (file.size().isEmpty() || file.size().getAsLong() == downloaded.bytes()) {
            return downloaded;
        }
        CodedMessage remark = CodedMessage.of(
                "file.size", file.fileName(), downloaded.bytes(), file.size().getAsLong());
        CategoryLog.warning(LogCategory.STORAGE_FILE, LogMark.WARNING, "Size mismatch: {}", remark);
        return new Downloaded(
                downloaded.file(), downloaded.bytes(), downloaded.sha256(), downloaded.contentType(), remark);
    }

    private Downloaded inline(ResultFile file) {
        try {
            DataUrl data = DataUrl.parse(file.url())
                    .orElseThrow(() -> new IllegalArgumentException("The data address has no comma."));
            return save(new ByteArrayInputStream(data.bytes()), data.contentType(), file);
        } catch (IOException | IllegalArgumentException exception) {
            throw failure(0, "bad_data_uri", CodedMessage.of("file.data"), false, exception);
        }
    }

    private Downloaded save(InputStream in, @Nullable String contentType, ResultFile file) throws IOException {
        Path path = create(file);
        boolean whole = false;
        MessageDigest digest = ContentHash.sha256();
        try (OutputStream out = new DigestOutputStream(PrivateFiles.newOutputStream(path), digest)) {
            byte[] block = new byte[BLOCK];
            long bytes = 0;
            for (int read; (read = in.read(block)) >= 0; ) {
                bytes += read;
                refuseIfLarger(bytes, file);
                write(out, block, read, file);
            }
            whole = true;
            return new Downloaded(path, bytes, ContentHash.hex(digest), contentType, null);
        } finally {
            if (!whole) {
                Files.deleteIfExists(path);
            }
        }
    }

    private Path create(ResultFile file) {
        try {
            PrivateFiles.createFolder(folder);
            return PartFiles.create(folder, "result");
        } catch (IOException refused) {
            throw unwritten(file, refused);
        }
    }

    private void write(OutputStream out, byte[] block, int length, ResultFile file) {
        try {
            out.write(block, 0, length);
        } catch (IOException refused) {
            throw unwritten(file, refused);
        }
    }

    /** A full local disk reveals nothing about fal.ai's answer: retried here or by another engine. */
    private RemoteException unwritten(ResultFile file, IOException refused) {
        return new RemoteException(
                DISK,
                0,
                "disk_refused",
                CodedMessage.of("result.unwritten", file.fileName(), folder, String.valueOf(refused.getMessage())),
                RemoteFailureKind.RETRYABLE,
                null,
                refused);
    }

    private static Request request(ResultFile file) throws RefusedAddressException {
        return new Request.Builder().url(OutboundPolicy.parse(file.url())).build();
    }

    private void refuseIfLarger(long bytes, ResultFile file) {
        if (bytes > limit) {
            throw failure(0, "file_too_large", CodedMessage.of("file.limit", file.fileName(), limit), false, null);
        }
    }

    private static RemoteException failure(
            int status, String code, CodedMessage message, boolean retryable, @Nullable Throwable cause) {
        return new RemoteException(SERVICE, status, code, message, RemoteFailureKind.of(retryable), null, cause);
    }
}
