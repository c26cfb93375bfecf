package dev.darkroom.suite;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Registered for all tests: records the arguments of every child process, the environment of those that Darkroom starts, and,
 * when the JVM exits, what was searched.
 */
public final class SuiteRecorder implements BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
        context.getRoot()
                .getStore(Namespace.create(SuiteRecorder.class))
                .computeIfAbsent(Recording.class, _ -> new Recording(), Recording.class);
    }

    static final class Recording implements AutoCloseable {
        private static final long PAUSE = 100;

        private final Set<Long> seen = ConcurrentHashMap.newKeySet();
        private final Set<String> noted = ConcurrentHashMap.newKeySet();
        private final Thread thread =
                Thread.ofPlatform().daemon().name("suite-recorder").start(this::watch);

        private void watch() {
            try {
                while (true) {
                    ProcessHandle.current().descendants().forEach(this::look);
                    Thread.sleep(PAUSE);
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        private void look(ProcessHandle child) {
            String arguments = read(child.pid(), "cmdline");
            if (arguments.isEmpty() || !seen.add(child.pid() * 31 + arguments.hashCode())) {
                return;
            }
            note("arguments.txt", arguments);
            if (arguments.contains("supervise.sh") || arguments.contains("/bin/pg_ctl ")) {
                note("environments.txt", read(child.pid(), "environ"));
            }
        }

        private void note(String file, String line) {
            if (noted.add(file + line)) {
                SuiteOutput.write("processes/" + file, line + "\n");
            }
        }

        /** Empty where there is no such thing, or when the process has gone. */
        private static String read(long pid, String what) {
            try {
                return new String(
                                Files.readAllBytes(Path.of("/proc", String.valueOf(pid), what)), StandardCharsets.UTF_8)
                        .replace('\0', ' ');
            } catch (IOException _) {
                return "";
            }
        }

        @Override
        public void close() {
            thread.interrupt();
            SuiteOutput.searchFolder(
                    Path.of("target", "test-postgres-" + ProcessHandle.current().pid()), "the database of the tests");
            SuiteOutput.close();
        }
    }
}
