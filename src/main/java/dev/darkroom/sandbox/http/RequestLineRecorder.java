package dev.darkroom.sandbox.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * A connection that remembers what was asked for last. The parser gives up on a path like {@code /%zz} before any handler
 * sees it, but the answer has to name the path.
 */
final class RequestLineRecorder extends SocketChannelEndPoint {
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

    /** The path of the request that its connection got last, empty when that is not known. */
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
