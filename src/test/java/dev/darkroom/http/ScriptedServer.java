package dev.darkroom.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/**
 * A loopback server that reads whole requests and responds with exactly the scripted bytes, reply after reply; the last one is
 * repeated. It records every request, so that a test can count them.
 */
public final class ScriptedServer implements AutoCloseable {
    /** What came in, {@code connection} counting from 1. */
    public record Received(int connection, String method, String path, Map<String, String> headers, String body) {}

    /** Bytes to send; then the connection stays open, is closed, or the answer never goes on. */
    public record Reply(byte[] bytes, After after) {
        public enum After {
            KEEP,
            CLOSE,
            RESET,
            HANG
        }

        public Reply cutAt(int length) {
            return new Reply(java.util.Arrays.copyOf(bytes, length), After.RESET);
        }

        public Reply then(After next) {
            return new Reply(bytes, next);
        }

        public int headLength() {
            return new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n") + 4;
        }
    }

    private final ServerSocket socket;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final Queue<Reply> replies = new ArrayDeque<>();
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
    private final CountDownLatch asked = new CountDownLatch(1);
    private int connections;

    public ScriptedServer(Reply... replies) throws IOException {
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.replies.addAll(List.of(replies));
        Thread.ofVirtual().start(this::accept);
    }

    /** {@code headers} are whole lines such as {@code "Retry-After: 0"}. */
    public static Reply reply(int status, String body, String... headers) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " X\r\nContent-Length: " + bytes.length + "\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return new Reply((head + "\r\n" + body).getBytes(StandardCharsets.UTF_8), Reply.After.KEEP);
    }

    public static Reply nothing(Reply.After after) {
        return new Reply(new byte[0], after);
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    public List<Received> received() {
        return received;
    }

    public Received only() {
        if (received.size() != 1) {
            throw new AssertionError("expected one request, got " + received);
        }
        return received.getFirst();
    }

    /** Returns when the first request has been read whole. */
    public void awaitRequest() throws InterruptedException {
        asked.await();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket connection : open) {
            connection.close();
        }
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                open.add(connection);
                int number = ++connections;
                Thread.ofVirtual().start(() -> serve(connection, number));
            } catch (IOException _) {
                // closed
            }
        }
    }

    private void serve(Socket connection, int number) {
        try {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            boolean more = true;
            while (more) {
                Received request = read(in, number);
                if (request == null) {
                    return;
                }
                received.add(request);
                asked.countDown();
                more = send(connection, next());
            }
        } catch (IOException _) {
            // the client went away
        }
    }

    private synchronized Reply next() {
        return replies.size() > 1 ? replies.remove() : replies.element();
    }

    private static boolean send(Socket connection, Reply reply) throws IOException {
        connection.getOutputStream().write(reply.bytes());
        connection.getOutputStream().flush();
        switch (reply.after()) {
            case KEEP, HANG -> {}
            case CLOSE -> connection.close();
            case RESET -> {
                // Give what was sent a chance to be read: a reset throws away what is still in the buffers.
                connection.shutdownOutput();
                connection.close();
            }
        }
        return reply.after() == Reply.After.KEEP;
    }

    private static Received read(InputStream in, int connection) throws IOException {
        String first = line(in);
        if (first.isEmpty()) {
            return null;
        }
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        String[] parts = first.split(" ");
        return new Received(connection, parts[0], parts[1], headers, body);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.write(c);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
