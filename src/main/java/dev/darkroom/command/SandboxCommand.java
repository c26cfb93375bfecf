package dev.darkroom.command;

import dev.darkroom.sandbox.fal.FalSandbox;
import dev.darkroom.sandbox.fal.FalSandboxSettings;
import dev.darkroom.sandbox.fault.FaultRates;
import dev.darkroom.sandbox.fault.SandboxFault;
import dev.darkroom.sandbox.storage.StorageSandbox;
import dev.darkroom.system.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the stand-ins for fal.ai and Supabase Storage for any client, until the process is asked to stop. */
@Command(
        name = "sandbox",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        description =
                "Runs stand-ins for fal.ai and Supabase Storage on 127.0.0.1 and prints one line when both answer:%n"
                        + "ready fal=URL storage=URL service_key=JWT",
        footer = {
            "",
            "Examples:",
            "  darkroom sandbox --fal-port 8080 --storage-port 8081 --speed 20",
            "  darkroom sandbox --faults file-gone=0.1,storage-500=0.02 --data ./sandbox",
            "  darkroom sandbox --faults storage-down=90s",
            "",
            "A call without the queue goes to http://fal.run.localhost:PORT on the fal port, as with fal.run itself.",
            "",
            "While it runs: GET /sandbox/books and POST /sandbox/faults, /sandbox/lock, /sandbox/unlock on the fal port,",
            "and POST /sandbox/faults on the storage port for its own faults. A POST needs the header x-sandbox-control: 1;",
            "requests of web pages (with an Origin, or another Host than this machine) are refused:",
            "  curl -H 'x-sandbox-control: 1' --json '{\"faults\":\"none\"}' http://127.0.0.1:PORT/sandbox/faults",
            "Ends on SIGTERM or Ctrl-C. Exit code 2: a port, the folder or an option cannot be used."
        })
public final class SandboxCommand implements Callable<Integer> {
    private static final int CANNOT = 2;

    /** All faults, for the help and for shell completion. */
    static final class FaultWords implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(SandboxFault.values()).map(SandboxFault::word).iterator();
        }
    }

    @SuppressWarnings("NullAway.Init") // picocli sets it
    @Spec
    private CommandSpec spec;

    @Option(names = "--fal-port", paramLabel = "PORT", description = "port of the fal.ai stand-in, 0 for any free one")
    private int falPort;

    @Option(
            names = "--storage-port",
            paramLabel = "PORT",
            description = "port of the storage stand-in, 0 for any free one")
    private int storagePort;

    @Option(
            names = "--jwt-secret",
            paramLabel = "SECRET",
            showDefaultValue = Visibility.NEVER,
            description =
                    "signs and checks storage tokens, at least 32 characters; without it a random one, kept in --data")
    private @Nullable String jwtSecret;

    @Option(names = "--fal-key", paramLabel = "ID:SECRET", description = "the key that the fal.ai stand-in accepts")
    private String falKey = FalSandboxSettings.SANDBOX_KEY;

    @Option(names = "--seed", paramLabel = "N", description = "seed of all random decisions")
    private long seed = 1;

    @Option(names = "--speed", paramLabel = "X", description = "how many times faster than the real models")
    private double speed = 1;

    @Option(
            names = "--faults",
            paramLabel = "SPEC",
            completionCandidates = FaultWords.class,
            description = {
                "none, all, all=0.05 or faults such as slow=0.1,storage-down=90s.",
                "The faults: ${COMPLETION-CANDIDATES}"
            })
    private String faults = "none";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "keep files and records there; without it they are deleted on exit")
    private @Nullable Path data;

    @Override
    public Integer call() throws InterruptedException {
        try (StopSignal signal = new StopSignal("sandbox-end", StopSignal.CLOSING)) {
            run(signal);
            signal.endedInOrder();
            return 0;
        } catch (IllegalArgumentException | IllegalStateException | UncheckedIOException exception) {
            return cannot(exception.getMessage());
        } catch (IOException exception) {
            Object folder = data == null ? System.getProperty("java.io.tmpdir") : data;
            return cannot("The folder " + folder + " cannot be used: " + exception.getMessage());
        }
    }

    private void run(StopSignal signal) throws IOException, InterruptedException {
        FaultRates rates = FaultRates.parse(faults);
        Path folder = data == null ? Files.createTempDirectory("darkroom-sandbox") : PrivateFiles.createFolder(data);
        FalSandboxSettings settings = FalSandboxSettings.defaults()
                .withPort(falPort)
                .withKey(falKey)
                .withSeed(seed)
                .withSpeed(speed)
                .withFaults(rates)
                .withDirectory(PrivateFiles.createFolder(folder.resolve("fal")));
        try (FalSandbox fal = FalSandbox.start(settings);
                StorageSandbox storage = storage(folder, rates).start()) {
            spec.commandLine()
                    .getOut()
                    .println("ready fal=" + fal.url() + " storage=" + storage.url() + " service_key="
                            + storage.serviceKey());
            spec.commandLine().getOut().flush();
            signal.await();
        } finally {
            if (data == null) {
                PrivateFiles.deleteFolder(folder);
            }
        }
    }

    private StorageSandbox.Builder storage(Path folder, FaultRates rates) {
        StorageSandbox.Builder builder = StorageSandbox.in(folder.resolve("storage"))
                .port(storagePort)
                .seed(seed)
                .faults(rates);
        return jwtSecret == null ? builder : builder.secret(jwtSecret);
    }

    private int cannot(@Nullable String sentence) {
        spec.commandLine().getErr().println(sentence);
        return CANNOT;
    }
}
