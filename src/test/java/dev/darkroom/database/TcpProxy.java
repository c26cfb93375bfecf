package dev.darkroom.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A proxy between a client and a local port whose connections can be cut, or silenced for a while. */
public final class TcpProxy implements AutoCloseable {
    private static final int BUFFER = 16 * 1024;
    /** While a wire is slow, a pause after each small piece: 1 KB/s. */
    private static final Duration PIECE_TAKES = Duration.ofMillis(500);

    private static final int PIECE = 512;

    /** Version 3.0, the first number of a startup message after its length; requests for TLS carry others. */
    private static final int STARTUP = 196_608;

    /** What PgBouncer takes by default; it refuses every other parameter of a startup message. */
    private static final Set<String> POOLER_TAKES =
            Set.of("user", "database", "client_encoding", "DateStyle", "TimeZone", "application_name");

    private static final Duration LISTENS_EVERY = Duration.ofMillis(10);

    private final ServerSocket server;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean pooler;
    private volatile long silentUntil = System.nanoTime();
    private volatile long slowUntil = System.nanoTime();
    private volatile @Nullable String fatal;

    public TcpProxy(int target) throws IOException {
        this(InetAddress.getLoopbackAddress(), target);
    }

    private TcpProxy(InetAddress at, int target) throws IOException {
        this.target = target;
        server = new ServerSocket(0, 200, at);
        Thread.ofVirtual().name("proxy-" + target).start(this::accept);
    }

    /** To the server of a database. */
    public static TcpProxy before(DatabaseSettings database) throws IOException {
        return new TcpProxy(Integer.parseInt(place(database)[1]));
    }

    /** The same under another address of this machine, as for a client elsewhere. */
    public static TcpProxy before(DatabaseSettings database, InetAddress at) throws IOException {
        return new TcpProxy(at, Integer.parseInt(place(database)[1]));
    }

    public int port() {
        return server.getLocalPort();
    }

    /** That database by way of this proxy. */
    public DatabaseSettings settings(DatabaseSettings database) {
        return DatabaseSettings.of("postgresql://" + address(database), database.user(), database.password());
    }

    /** That database by this wire: host, port and name. */
    public String address(DatabaseSettings database) {
        return server.getInetAddress().getHostAddress() + ":" + port() + "/" + place(database)[2];
    }

    private static String[] place(DatabaseSettings database) {
        return database.address().split("[:/]");
    }

    /** From now on it refuses startup messages as a pooler does that keeps sessions. */
    public void refuseUnknownParameters() {
        pooler = true;
    }

    /** Both ends of every connection are told nothing but a reset. */
    public void cut() {
        open.forEach(TcpProxy::reset);
    }

    /** From now on each connection is cut that carries this text. */
    public void cutAt(String text) {
        fatal = text;
    }

    /** Nothing passes for so long; connections stay, and new ones are taken but not answered. */
    public void silence(Duration time) {
        silentUntil = System.nanoTime() + time.toNanos();
    }

    /** For so long the bytes come by drops. */
    public void slow(Duration time) {
        slowUntil = System.nanoTime() + time.toNanos();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket near = server.accept();
                Thread.ofVirtual().start(() -> connect(near));
            } catch (IOException _) {
                // closed
            }
        }
    }

    private void connect(Socket near) {
        open.add(near);
        try {
            listen();
            Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
            open.add(far);
            Thread.ofVirtual().start(() -> pump(near, far, pooler));
            pump(far, near, false);
        } catch (IOException _) {
            close(near);
        }
    }

    private void pump(Socket from, Socket to, boolean checksStartup) {
        byte[] buffer = new byte[BUFFER];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                listen();
                String text = fatal;
                if (text != null && new String(buffer, 0, n, StandardCharsets.ISO_8859_1).contains(text)) {
                    return;
                }
                String refused = checksStartup ? unknownParameter(buffer, n) : "";
                if (!refused.isEmpty()) {
                    from.getOutputStream().write(refusal(refused));
                    return;
                }
                write(out, buffer, n);
            }
        } catch (IOException _) {
            // one end has gone, so the other goes as well
        } finally {
            close(from);
            close(to);
        }
    }

    /** Returns the first parameter of a startup message that a pooler does not know, or an empty text. */
    private static String unknownParameter(byte[] bytes, int count) {
        if (count < 9 || ByteBuffer.wrap(bytes).getInt(4) != STARTUP) {
            return "";
        }
        String[] words = new String(bytes, 8, count - 9, StandardCharsets.UTF_8).split("\0");
        return IntStream.iterate(0, i -> i < words.length, i -> i + 2)
                .mapToObj(i -> words[i])
                .filter(name -> !POOLER_TAKES.contains(name))
                .findFirst()
                .orElse("");
    }

    private static byte[] refusal(String parameter) {
        byte[] fields = ("SFATAL\0VFATAL\0C08P01\0Munsupported startup parameter: " + parameter + "\0\0")
                .getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(fields.length + 5)
                .put((byte) 'E')
                .putInt(fields.length + 4)
                .put(fields)
                .array();
    }

    private void write(OutputStream out, byte[] bytes, int count) throws IOException {
        int written = 0;
        while (written < count) {
            boolean slow = slowUntil - System.nanoTime() > 0;
            int piece = slow ? Math.min(PIECE, count - written) : count - written;
            if (slow) {
                rest(PIECE_TAKES);
            }
            out.write(bytes, written, piece);
            written += piece;
        }
    }

    private void listen() throws IOException {
        for (long left = silentUntil - System.nanoTime(); left > 0; left = silentUntil - System.nanoTime()) {
            // In short steps, for the silence may be ended before its time.
            rest(Duration.ofNanos(Math.min(left, LISTENS_EVERY.toNanos())));
        }
    }

    private static void rest(Duration time) throws IOException {
        try {
            Thread.sleep(time);
        } catch (InterruptedException _) {
            throw new IOException("stopped");
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException _) {
            // it is closed
        }
    }

    private void close(Socket socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException _) {
            // it is closed
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }
}
