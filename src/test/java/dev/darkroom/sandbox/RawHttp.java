package dev.darkroom.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.json.JsonMapping;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Hand-written HTTP, so that no library corrects what a test sends: paths, headers and lengths are sent unchanged. */
public final class RawHttp {
    private final URI base;

    public RawHttp(URI base) {
        this.base = base;
    }

    public record Answer(int status, Map<String, String> headers, byte[] body) {
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        public JsonNode json() {
            return JsonMapping.parse(text());
        }

        public String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    public Answer send(String method, String path, Map<String, String> headers, byte[] body) {
        StringBuilder head = head(method, path, headers);
        if (body.length > 0 || method.equals("POST") || method.equals("PUT")) {
            head.append("content-length: ").append(body.length).append("\r\n");
        }
        return exchange(method, head, body);
    }

    public Answer send(String method, String path, Map<String, String> headers, String body) {
        return send(method, path, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    public Answer send(String method, String path, Map<String, String> headers) {
        return send(method, path, headers, new byte[0]);
    }

    /** With the host among the headers. */
    Answer sendAs(String method, String path, Map<String, String> headers, String body) {
        StringBuilder head = head(method, path, headers);
        int own = head.indexOf("host: localhost\r\n");
        head.delete(own, own + "host: localhost\r\n".length());
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        head.append("content-length: ").append(bytes.length).append("\r\n");
        return exchange(method, head, bytes);
    }

    /** In one chunk, so without a length that could be checked beforehand. */
    public Answer sendChunked(String path, Map<String, String> headers, byte[] body) throws IOException {
        ByteArrayOutputStream chunked = new ByteArrayOutputStream();
        chunked.writeBytes((Integer.toHexString(body.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        chunked.writeBytes(body);
        chunked.writeBytes("\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        StringBuilder head = head("POST", path, headers).append("transfer-encoding: chunked\r\n");
        return exchange("POST", head, chunked.toByteArray());
    }

    /** Something happens between the first byte of the body and the others. */
    public Answer sendAround(String path, Map<String, String> headers, String body, Runnable meanwhile)
            throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.US_ASCII);
        String head = head("POST", path, headers) + "content-length: " + bytes.length + "\r\n\r\n";
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(bytes, 0, 1);
            meanwhile.run();
            socket.getOutputStream().write(bytes, 1, bytes.length - 1);
            return read("POST", socket.getInputStream());
        }
    }

    /** Announces more than it sends and goes away. */
    public void breakOff(String method, String path, Map<String, String> headers, byte[] sent, int announced)
            throws IOException {
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            String head = head(method, path, headers) + "content-length: " + announced + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(sent);
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes(); // until the server has given up on it
        }
    }

    private StringBuilder head(String method, String path, Map<String, String> headers) {
        StringBuilder head =
                new StringBuilder(method + " " + base.getPath() + path + " HTTP/1.1\r\nhost: localhost\r\n");
        headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        return head.append("connection: close\r\n");
    }

    private Answer exchange(String method, StringBuilder head, byte[] body) {
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write((head + "\r\n").getBytes(StandardCharsets.UTF_8));
            out.write(body);
            out.flush();
            return read(method, socket.getInputStream());
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    private static Answer read(String method, InputStream in) throws IOException {
        byte[] all = in.readAllBytes();
        String text = new String(all, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new IOException("cut: " + method);
        }
        String[] lines = text.substring(0, end).split("\r\n");
        Map<String, String> headers = new TreeMap<>();
        for (int i = 1; i < lines.length; i++) {
            String[] pair = lines[i].split(": ?", 2);
            headers.put(pair[0].toLowerCase(Locale.ROOT), pair[1]);
        }
        byte[] body = text.substring(end + 4).getBytes(StandardCharsets.ISO_8859_1);
        return new Answer(Integer.parseInt(lines[0].split(" ")[1]), headers, body);
    }
}
