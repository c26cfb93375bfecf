package dev.darkroom.storage.supabase;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Rejects every upload without reading it and then never reads that connection again, as observed with the real server;
 * responds to everything else. Built on a raw socket, so that no library cleans up the connection.
 */
final class UnreadUploadServer implements AutoCloseable {
    private static final String REFUSAL = "{\"statusCode\":\"409\",\"error\":\"Duplicate\","
            + "\"message\":\"The resource already exists\",\"code\":\"KeyAlreadyExists\"}";

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    UnreadUploadServer() throws IOException {
        Thread.ofVirtual().start(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + socket.getLocalPort() + "/storage/v1";
    }

    /** First lines of requests, each behind the number of its connection. */
    List<String> asked() {
        return asked;
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket connection : open) {
            connection.close();
        }
    }

    private void accept() {
        for (int number = 1; !socket.isClosed(); number++) {
            try {
                Socket connection = socket.accept();
                open.add(connection);
                int id = number;
                Thread.ofVirtual().start(() -> serve(connection, id));
            } catch (IOException _) {
                return; // closed
            }
        }
    }

    private void serve(Socket connection, int number) {
        try {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            while (true) {
                String first = line(in);
                if (first.isEmpty()) {
                    return;
                }
                asked.add(number + " " + first);
                for (String header = line(in); !header.isEmpty(); header = line(in)) {
                    // skipped
                }
                if (first.startsWith("POST /storage/v1/object/")) {
                    answer(connection, "400 Bad Request", REFUSAL);
                    return; // neither reads on nor closes
                }
                answer(connection, "200 OK", "{\"name\":\"u1/a\",\"id\":\"1\",\"size\":7}");
            }
        } catch (IOException _) {
            // the client went away
        }
    }

    private static void answer(Socket connection, String status, String body) throws IOException {
        String head = "HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                + "\r\n\r\n";
        connection.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.write(c);
            }
        }
        return line.toString(StandardCharsets.US_ASCII);
    }
}
