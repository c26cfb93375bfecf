package dev.darkroom.storage.access;

import dev.darkroom.http.HttpClients;
import dev.darkroom.http.RemoteException;
import dev.darkroom.http.RemoteException.RemoteFailureKind;
import dev.darkroom.http.outbound.OutboundPolicy;
import dev.darkroom.http.outbound.OutboundPolicy.RefusedAddressException;
import dev.darkroom.message.CodedError;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.storage.supabase.SignedUrl;
import dev.darkroom.storage.supabase.SupabaseErrors;
import dev.darkroom.storage.supabase.SupabaseStorage;
import dev.darkroom.system.ContentHash;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongConsumer;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Downloads from signed URLs as any recipient would: without a key. A URL may come from a row written by others, so its address
 * is checked before connecting.
 */
public final class SignedLinkDownload {
    private static final int BLOCK = 64 * 1024;

    /** About twice the largest file that an engine stores. */
    public static final long MAX_BYTES = 1024L * 1024 * 1024;

    private static final Duration TIMEOUT = Duration.ofMinutes(15);

    private final OkHttpClient client;
    private final long limit;

    /** @param limit in bytes; larger files are refused */
    public SignedLinkDownload(HttpClients http, OutboundPolicy outbound, long limit) {
        client = http.outbound(outbound).newBuilder().callTimeout(TIMEOUT).build();
        this.limit = limit;
    }

    /**
     * Writes all bytes to {@code target} and returns their SHA-256 in hex.
     *
     * @param progress receives the number of bytes so far
     */
    public String fetch(SignedUrl link, String name, Path target, LongConsumer progress) throws IOException {
        if (link.isExpired(Instant.now())) {
            throw expired(name, 0);
        }
        try (Response response = answer(link, name);
                InputStream in = response.body().byteStream()) {
            refuseIfLarger(response.body().contentLength(), name);
            return save(in, name, target, progress);
        }
    }

    private Response answer(SignedUrl link, String name) throws IOException {
        Response response;
        try {
            Request request = new Request.Builder()
                    .url(OutboundPolicy.parse(link.url().toString()))
                    .header("Accept-Encoding", "identity")
                    .build();
            response = client.newCall(request).execute();
        } catch (RefusedAddressException refused) {
            throw failure(0, "AddressRefused", CodedMessage.of("link.refused", name, CodedError.of(refused)));
        } catch (IOException exception) {
            throw SupabaseErrors.network(CodedMessage.of("do.read", name), exception);
        }
        if (response.isSuccessful()) {
            return response;
        }
        try (response) {
            RemoteException refused = SupabaseErrors.of(CodedMessage.of("do.read", name), response);
            throw SupabaseErrors.isKeyRefused(refused) || refused.code().contains("JWT")
                    ? expired(name, refused.status())
                    : refused;
        }
    }

    private String save(InputStream in, String name, Path target, LongConsumer progress) throws IOException {
        MessageDigest digest = ContentHash.sha256();
        byte[] block = new byte[BLOCK];
        long bytes = 0;
        try (OutputStream out = new DigestOutputStream(Files.newOutputStream(target), digest)) {
            for (int read = read(in, block, name); read >= 0; read = read(in, block, name)) {
                bytes += read;
                refuseIfLarger(bytes, name);
                out.write(block, 0, read);
                progress.accept(bytes);
            }
        }
        return ContentHash.hex(digest);
    }

    /** A broken connection is the service's failure; a full disk is ours. */
    private static int read(InputStream in, byte[] block, String name) {
        try {
            return in.read(block);
        } catch (IOException exception) {
            throw SupabaseErrors.network(CodedMessage.of("do.read", name), exception);
        }
    }

    private void refuseIfLarger(long bytes, String name) {
        if (bytes > limit) {
            throw tooLarge(name, limit);
        }
    }

    static RemoteException tooLarge(String name, long limit) {
        return failure(0, "FileTooLarge", CodedMessage.of("file.too.large", name, limit));
    }

    private static RemoteException expired(String name, int status) {
        return failure(status, "LinkExpired", CodedMessage.of("link.expired", name));
    }

    private static RemoteException failure(int status, String code, CodedMessage message) {
        return new RemoteException(SupabaseStorage.SERVICE, status, code, message, RemoteFailureKind.FINAL);
    }
}
