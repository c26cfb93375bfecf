package dev.darkroom.sandbox.storage;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what the router answers. */
final class RequestAnswering extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(RequestAnswering.class);

    private final StorageRouter router;

    RequestAnswering(StorageRouter router) {
        this.router = router;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        RequestOutcome outcome;
        try {
            outcome = router.answer(request);
        } catch (RuntimeException exception) {
            LOG.debug("{} {} failed", request.getMethod(), request.getHttpURI().getPath(), exception);
            outcome = new RequestOutcome.Answered(ApiError.internal().reply());
        }
        LOG.debug("{} {} {}", request.getMethod(), request.getHttpURI().getPath(), outcome);
        try {
            finish(request, response, callback, outcome);
        } catch (IOException exception) {
            callback.failed(exception);
        }
        return true;
    }

    private static void finish(Request request, Response response, Callback callback, RequestOutcome outcome)
            throws IOException {
        boolean head = request.getMethod().equals("HEAD");
        switch (outcome) {
            case RequestOutcome.Answered(StorageReply reply) -> {
                write(head, reply, response);
                callback.succeeded();
            }
            // The callback is never called, so that the server neither reads on nor closes before its idle time is
            // over.
            case RequestOutcome.Stuck(StorageReply last) -> {
                if (last != null) {
                    write(head, last, response);
                }
            }
            case RequestOutcome.Cut() -> callback.failed(new EofException("cut on purpose"));
        }
    }

    private static void write(boolean head, StorageReply reply, Response response) throws IOException {
        response.setStatus(reply.status());
        reply.headers().forEach(response.getHeaders()::put);
        if (reply.status() == 431) {
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
        }
        switch (reply.body()) {
            case StorageReply.Body.Bytes(byte[] bytes) -> {
                boolean failed = head && reply.status() >= 400;
                response.getHeaders().put(HttpHeader.CONTENT_LENGTH, failed ? 0 : bytes.length);
                if (!head) {
                    send(response, bytes);
                }
            }
            case StorageReply.Body.FilePart part -> {
                response.getHeaders().put(HttpHeader.CONTENT_LENGTH, part.length());
                if (!head) {
                    send(response, part);
                }
            }
            case StorageReply.Body.None() -> {
                if (reply.status() != 304) {
                    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, 0);
                }
            }
        }
    }

    private static void send(Response response, byte[] bytes) throws IOException {
        try (OutputStream out = Content.Sink.asOutputStream(response)) {
            out.write(bytes);
        }
    }

    private static void send(Response response, StorageReply.Body.FilePart part) throws IOException {
        try (FileChannel channel = FileChannel.open(part.file(), StandardOpenOption.READ);
                InputStream in = Channels.newInputStream(channel.position(part.from()));
                OutputStream out = Content.Sink.asOutputStream(response)) {
            byte[] buffer = new byte[64 * 1024];
            for (long left = part.length(); left > 0; ) {
                int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (n < 0) {
                    throw new EOFException("the file is shorter than its row says");
                }
                out.write(buffer, 0, n);
                left -= n;
            }
        }
    }
}
