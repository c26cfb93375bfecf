package dev.darkroom.storage.upload;

import java.io.IOException;
import java.util.function.Supplier;
import okhttp3.Interceptor;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Okio;

/** Reports arriving bytes to the initiator of a download, so that a stalled transfer can be ended without ending a long one. */
final class TransferProgress {
    private static final ScopedValue<Runnable> MOVED = ScopedValue.newInstance();

    private TransferProgress() {}

    /** Runs a transfer on this thread; {@code moved} is called on it for each block received. */
    static <T> T reporting(Runnable moved, Supplier<T> transfer) {
        return ScopedValue.where(MOVED, moved).call(transfer::get);
    }

    /** A network interceptor for clients whose calls run within {@link #reporting}. */
    static Response followed(Interceptor.Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        return MOVED.isBound() ? following(response, MOVED.get()) : response;
    }

    private static Response following(Response response, Runnable moved) {
        ResponseBody body = response.body();
        ForwardingSource source = new ForwardingSource(body.source()) {
            @Override
            public long read(Buffer sink, long byteCount) throws IOException {
                long read = super.read(sink, byteCount);
                if (read > 0) {
                    moved.run();
                }
                return read;
            }
        };
        return response.newBuilder()
                .body(ResponseBody.create(Okio.buffer(source), body.contentType(), body.contentLength()))
                .build();
    }
}
