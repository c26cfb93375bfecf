package dev.darkroom.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.sandbox.fal.FalSandboxSettings;
import dev.darkroom.sandbox.fault.SandboxControl;
import dev.darkroom.sandbox.storage.StorageSandbox;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Both stand-ins in a process that can be killed; books and objects stay in its folder, and the ports stay the same. */
final class SandboxProcess implements AutoCloseable {
    private static final int TRIES = 300;
    private static final int OK = 200;

    private final Path folder;
    private final long seed;
    final int falPort = freePort();
    final int storagePort = freePort();
    private Process process;

    SandboxProcess(Path folder, long seed) throws IOException {
        this.folder = folder;
        this.seed = seed;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    synchronized void start(String faults) throws IOException, InterruptedException {
        Path said = folder.resolveSibling("sandbox.out");
        Files.writeString(said, "");
        process = DarkroomProcess.start(
                said,
                Map.of(),
                List.of(
                        "sandbox",
                        "--fal-port",
                        String.valueOf(falPort),
                        "--storage-port",
                        String.valueOf(storagePort),
                        "--seed",
                        String.valueOf(seed),
                        "--speed",
                        "40",
                        "--faults",
                        faults,
                        "--data",
                        folder.toString()));
        for (int i = 0; i < TRIES && !Files.readString(said).contains("ready fal="); i++) {
            if (!process.isAlive()) {
                throw new IOException("The sandbox has ended: " + Files.readString(said));
            }
            Thread.sleep(100);
        }
    }

    /** Exchanges the faults of both stand-ins while they run. */
    void faults(String spec) throws IOException, InterruptedException {
        String table = JsonMapping.write(JsonMapping.MAPPER.createObjectNode().put("faults", spec));
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int port : List.of(falPort, storagePort)) {
                HttpResponse<String> answer = client.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/sandbox/faults"))
                                .header("Content-Type", "application/json")
                                .header(SandboxControl.HEADER, "1")
                                .POST(HttpRequest.BodyPublishers.ofString(table))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() != OK) {
                    throw new IOException("The faults " + spec + " were refused: " + answer.body());
                }
            }
        }
    }

    synchronized void kill() throws IOException, InterruptedException {
        DarkroomProcess.kill(process);
    }

    String falKey() {
        return FalSandboxSettings.SANDBOX_KEY;
    }

    /** The line that tells when both answer also tells the key. */
    String serviceKey() throws IOException {
        return Files.readString(folder.resolveSibling("sandbox.out")).replaceAll("(?s).*service_key=(\\S+).*", "$1");
    }

    /** Everything that the stand-in of fal.ai ever accepted, from the process itself. */
    JsonNode books() throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return JsonMapping.parse(client.send(
                                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + falPort + "/sandbox/books"))
                                            .build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .body())
                    .path("entries");
        }
    }

    /** What lies in the bucket, read from the folder after the process has gone. */
    List<String> objects(String bucket) throws IOException, InterruptedException {
        kill();
        try (StorageSandbox storage =
                StorageSandbox.in(folder.resolve("storage")).start()) {
            return storage.keys(bucket);
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        if (process != null) {
            kill();
        }
    }
}
