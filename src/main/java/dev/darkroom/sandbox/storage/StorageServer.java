package dev.darkroom.sandbox.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.sandbox.storage.StorageRoute.Auth;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The HTTP server: loopback only, one virtual thread for each request. */
public final class StorageServer implements AutoCloseable {
    private static final long IDLE_MILLIS = 120_000; // longer than clients keep a connection, so that they close first

    private final Server server;
    private final ServerConnector connector;

    public StorageServer(
            int port,
            ObjectStore store,
            TokenSigner tokens,
            Optional<String> secretKey,
            Optional<String> publishableKey,
            SizeLimits limits,
            FaultSource faults) {
        QueuedThreadPool threads = new QueuedThreadPool(16, 2);
        threads.setName("storage-sandbox");
        threads.setDaemon(true);
        threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server = new Server(threads);
        connector = RequestLineRecorder.connector(server, new HttpConnectionFactory(configuration()));
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        connector.setIdleTimeout(IDLE_MILLIS);
        server.addConnector(connector);
        server.setErrorHandler(new FrameworkErrors());
        CallerTokens keys = new CallerTokens(tokens, secretKey, publishableKey);
        server.setHandler(new RequestAnswering(new StorageRouter(routes(store, tokens, limits, faults), keys, faults)));
    }

    private static HttpConfiguration configuration() {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setRequestHeaderSize(4 * StorageRouter.MAX_HEADERS); // the router counts as the original does
        configuration.setUriCompliance(new UriCompliance("anything", EnumSet.allOf(UriCompliance.Violation.class)));
        configuration.setHttpCompliance(HttpCompliance.RFC7230_LEGACY);
        return configuration;
    }

    private static List<StorageRoute> routes(
            ObjectStore store, TokenSigner tokens, SizeLimits limits, FaultSource faults) {
        UrlSignatures signatures = new UrlSignatures(tokens);
        ObjectNode health = JsonMapping.MAPPER.createObjectNode().put("healthy", true);
        List<StorageRoute> routes = new ArrayList<>();
        routes.add(StorageRoute.get("/status", Auth.NONE, _ -> StorageReply.empty(200)));
        routes.add(StorageRoute.get(
                "/version", Auth.NONE, _ -> StorageReply.text(200, "text/plain; charset=utf-8", "sandbox")));
        routes.add(StorageRoute.get("/health", Auth.REQUIRED, _ -> StorageReply.ok(health)));
        routes.addAll(new FaultRoutes(faults).routes());
        routes.addAll(new BucketRoutes(store, limits).routes());
        routes.addAll(new ListRoutes(store).routes());
        routes.addAll(new ListV2Routes(store).routes());
        routes.addAll(new SignRoutes(store, signatures, faults).routes());
        routes.addAll(new ChangeRoutes(store).routes());
        routes.addAll(new ReadRoutes(store, signatures).routes());
        routes.addAll(new UploadRoutes(store, signatures, limits, faults).routes());
        return routes;
    }

    /** @throws UncheckedIOException with a sentence when the port is taken */
    public void start() {
        try {
            server.start();
        } catch (IOException exception) {
            stop();
            throw new UncheckedIOException(new IOException(
                    "The storage sandbox cannot listen on 127.0.0.1:" + connector.getPort()
                            + "; another program uses that port, choose another or 0 for any.",
                    exception));
        } catch (Exception exception) {
            stop();
            throw new IllegalStateException(exception);
        }
    }

    public int port() {
        return connector.getLocalPort();
    }

    private void stop() {
        try {
            server.stop();
        } catch (Exception exception) {
            throw new IllegalStateException("The storage sandbox does not stop.", exception);
        }
    }

    @Override
    public void close() {
        stop();
    }
}
