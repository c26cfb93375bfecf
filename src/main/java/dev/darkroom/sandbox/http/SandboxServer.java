package dev.darkroom.sandbox.http;

import dev.darkroom.sandbox.http.SandboxReply.SandboxRefusal;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server of a stand-in: loopback only, one virtual thread per request. */
public final class SandboxServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SandboxServer.class);
    private static final String HOST = "127.0.0.1";
    private static final long IDLE_MILLIS = 120_000; // longer than clients keep a connection, so that they close first
    private static final int HEADERS = 64 * 1024;

    private final String name;
    private final Server server;
    private final ServerConnector connector;

    /** Answers calls, on any thread. */
    public interface CallHandler {
        /** @throws SandboxRefusal its reply is the answer */
        SandboxReply answer(Request request) throws IOException;

        /**
         * Returns the answer to an unparsable request or an internal failure.
         *
         * @param target the raw path, empty when unknown
         */
        SandboxReply.Answer failure(int status, String target);
    }

    /**
     * Binds the port; requests are answered after {@link #start}.
     *
     * @param name of the service it stands in for
     * @param port 0 picks a free one
     * @throws IllegalStateException with a sentence for the user when the port cannot be used
     */
    public SandboxServer(String name, int port) {
        this.name = name;
        QueuedThreadPool threads = new QueuedThreadPool(16, 2);
        threads.setName(name + " stand-in");
        threads.setDaemon(true);
        threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server = new Server(threads);
        connector = RequestLineRecorder.connector(server, new HttpConnectionFactory(configuration()));
        connector.setHost(HOST);
        connector.setPort(port);
        connector.setIdleTimeout(IDLE_MILLIS);
        server.addConnector(connector);
        try {
            connector.open();
        } catch (IOException exception) {
            throw new IllegalStateException(
                    "Port " + port + " on " + HOST + " cannot be used for the " + name + " stand-in ("
                            + reason(exception).toLowerCase(Locale.ROOT)
                            + "). Choose another port, or 0 for any.",
                    exception);
        }
    }

    /** Jetty wraps what the system says. */
    private static String reason(IOException exception) {
        Throwable cause = exception.getCause();
        return String.valueOf((cause == null ? exception : cause).getMessage());
    }

    private static HttpConfiguration configuration() {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setRequestHeaderSize(HEADERS);
        configuration.setHeaderCacheCaseSensitive(true); // otherwise Text/Plain is received as text/plain
        configuration.setUriCompliance(new UriCompliance("anything", EnumSet.allOf(UriCompliance.Violation.class)));
        configuration.setHttpCompliance(HttpCompliance.RFC7230_LEGACY);
        return configuration;
    }

    /** The base URL without a trailing slash. */
    public String url() {
        return "http://" + HOST + ":" + connector.getLocalPort();
    }

    public void start(CallHandler calls) {
        server.setErrorHandler((request, response, callback) -> {
            String target = RequestLineRecorder.target(request);
            send(
                    request,
                    response,
                    callback,
                    calls.failure(response.getStatus(), target).with("Connection", "close"));
            return true;
        });
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                send(request, response, callback, reply(calls, request));
                return true;
            }
        });
        try {
            server.start();
        } catch (Exception exception) {
            throw new IllegalStateException(
                    "The " + name + " stand-in could not be started: " + exception.getMessage(), exception);
        }
    }

    private SandboxReply reply(CallHandler calls, Request request) {
        String path = request.getHttpURI().getPath();
        try {
            return calls.answer(request);
        } catch (SandboxRefusal refusal) {
            return refusal.reply();
        } catch (IOException | UncheckedIOException exception) {
            LOG.debug("{} {} of the {} stand-in failed", request.getMethod(), path, name, exception);
        } catch (RuntimeException exception) {
            LOG.error("{} {} of the {} stand-in failed", request.getMethod(), path, name, exception);
        }
        return calls.failure(500, "");
    }

    private static void send(Request request, Response response, Callback callback, SandboxReply reply) {
        try {
            switch (reply) {
                case SandboxReply.Answer answer -> {
                    write(request, response, answer);
                    callback.succeeded();
                }
                // The callback is never called, so that the server neither reads on nor closes before the idle timeout.
                case SandboxReply.Stuck(SandboxReply.Answer last) -> {
                    if (last != null) {
                        write(request, response, last);
                    }
                }
                case SandboxReply.Cut() -> cut(request);
            }
        } catch (IOException exception) {
            callback.failed(exception); // cut, or the caller disconnected
        } catch (InterruptedException exception) {
            Thread.currentThread().interrupt();
            callback.failed(exception);
        }
    }

    private static void write(Request request, Response response, SandboxReply.Answer answer)
            throws IOException, InterruptedException {
        response.setStatus(answer.status());
        answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
        long length = switch (answer.body()) {
            case SandboxReply.Body.Bytes(byte[] bytes) -> bytes.length;
            case SandboxReply.Body.FilePart part -> part.length();
            case SandboxReply.Body.Events _ -> -1;
            case SandboxReply.Body.None() -> answer.status() == 304 || answer.status() == 204 ? -1 : 0;
        };
        if (length >= 0) {
            response.getHeaders().put("Content-Length", length);
        }
        if (request.getMethod().equals("HEAD") || answer.body() instanceof SandboxReply.Body.None) {
            return;
        }
        try (OutputStream out = Content.Sink.asOutputStream(response)) {
            switch (answer.body()) {
                case SandboxReply.Body.Bytes(byte[] bytes) -> out.write(bytes);
                case SandboxReply.Body.FilePart part -> copy(request, part, out);
                case SandboxReply.Body.Events(SandboxReply.EventFeed feed) -> feed.write(out);
                case SandboxReply.Body.None() -> {}
            }
        }
    }

    private static void copy(Request request, SandboxReply.Body.FilePart part, OutputStream out) throws IOException {
        try (FileChannel file = FileChannel.open(part.file());
                InputStream in = Channels.newInputStream(file.position(part.from()))) {
            byte[] buffer = new byte[64 * 1024];
            for (long left = part.sent(); left > 0; ) {
                int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    throw new EOFException("the file is shorter than was announced");
                }
                out.write(buffer, 0, read);
                left -= read;
            }
        }
        if (part.sent() < part.length()) {
            out.flush();
            cut(request);
        }
    }

    private static void cut(Request request) throws EofException {
        request.getConnectionMetaData().getConnection().getEndPoint().close();
        throw new EofException("cut on purpose"); // an exception that Jetty does not log
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception exception) {
            throw new IllegalStateException(
                    "The " + name + " stand-in could not be stopped: " + exception.getMessage(), exception);
        }
    }

    /**
     * A connection that records its last request line. The parser rejects a path like {@code /%zz} before any handler sees it,
     * but the answer has to name the path.
     */
    private static final class RequestLineRecorder extends SocketChannelEndPoint {
        private static final Pattern REQUEST = Pattern.compile("^[A-Z]+ (\\S+) HTTP/");

        private volatile String target = "";

        private RequestLineRecorder(
                SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
            super(channel, selector, key, scheduler);
        }

        static ServerConnector connector(Server server, HttpConnectionFactory http) {
            return new ServerConnector(server, 1, 1, http) {
                @Override
                protected SocketChannelEndPoint newEndPoint(
                        SocketChannel channel, ManagedSelector selector, SelectionKey key) {
                    SocketChannelEndPoint endPoint = new RequestLineRecorder(channel, selector, key, getScheduler());
                    endPoint.setIdleTimeout(getIdleTimeout());
                    return endPoint;
                }
            };
        }

        /** Returns the path of the last request on the connection, empty when unknown. */
        static String target(Request request) {
            return request.getConnectionMetaData().getConnection().getEndPoint() instanceof RequestLineRecorder line
                    ? line.target
                    : "";
        }

        @Override
        public int fill(ByteBuffer buffer) throws IOException {
            int filled = super.fill(buffer);
            if (filled > 0 && Character.isUpperCase(buffer.get(buffer.limit() - filled))) {
                ByteBuffer fresh = buffer.slice(buffer.limit() - filled, filled);
                Matcher line = REQUEST.matcher(StandardCharsets.ISO_8859_1.decode(fresh));
                target = line.find() ? line.group(1) : target;
            }
            return filled;
        }
    }
}
