package dev.darkroom.metric.export;

import dev.darkroom.database.DatabaseReader;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetAddress;

/** Serves {@code /metrics} in Prometheus' text format, to this machine only. Close it to free the port. */
public final class MetricEndpoint implements AutoCloseable {
    private final HTTPServer server;

    private MetricEndpoint(HTTPServer server) {
        this.server = server;
    }

    /**
     * @param port 0 picks a free one
     * @throws IllegalArgumentException with a sentence, when the port is not available
     */
    public static MetricEndpoint open(DatabaseReader database, int port) {
        PrometheusRegistry registry = new PrometheusRegistry();
        registry.register(new MetricCollector(database));
        try {
            return new MetricEndpoint(HTTPServer.builder()
                    .inetAddress(InetAddress.getLoopbackAddress())
                    .port(port)
                    .registry(registry)
                    .buildAndStart());
        } catch (IOException | IllegalArgumentException failure) {
            throw new IllegalArgumentException(
                    "--metrics-port " + port + " cannot be used: " + failure.getMessage() + ".", failure);
        }
    }

    public int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        server.close();
    }
}
