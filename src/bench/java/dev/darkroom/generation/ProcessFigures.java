package dev.darkroom.generation;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** The resource usage of another Java process, sampled from outside several times a second. */
final class ProcessFigures implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("URL\\s*: (\\S+)");
    private static final Duration LOOK = Duration.ofMillis(250);

    private final long process;
    private final JMXConnector connector;
    private final MemoryMXBean memory;
    private final ThreadMXBean threads;
    private final MBeanServerConnection server;
    private final Thread looking;
    private volatile long mostHeap;

    private ProcessFigures(long process, JMXConnector connector) throws IOException {
        this.process = process;
        this.connector = connector;
        server = connector.getMBeanServerConnection();
        memory = ManagementFactory.getPlatformMXBean(server, MemoryMXBean.class);
        threads = ManagementFactory.getPlatformMXBean(server, ThreadMXBean.class);
        looking = Thread.ofVirtual().name("figures").start(this::look);
    }

    /** Needs no port and no option of the process: {@code jcmd} has it open one for this machine. */
    static ProcessFigures of(Process process) throws IOException, InterruptedException {
        jcmd(process, "ManagementAgent.start_local");
        Matcher address = ADDRESS.matcher(jcmd(process, "ManagementAgent.status"));
        if (!address.find()) {
            throw new IOException("Process " + process.pid() + " does not say where it can be looked at.");
        }
        return new ProcessFigures(process.pid(), JMXConnectorFactory.connect(new JMXServiceURL(address.group(1))));
    }

    private static String jcmd(Process process, String command) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        String.valueOf(process.pid()),
                        command)
                .redirectErrorStream(true)
                .start();
        String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (jcmd.waitFor() != 0) {
            throw new IOException(said);
        }
        return said;
    }

    private void look() {
        try {
            while (true) {
                mostHeap = Math.max(mostHeap, used());
                Thread.sleep(LOOK);
            }
        } catch (InterruptedException _) {
            // closed
        }
    }

    private long used() {
        return memory.getHeapMemoryUsage().getUsed();
    }

    long mostHeap() {
        return mostHeap;
    }

    long heapAfterCollection() {
        memory.gc();
        return used();
    }

    /** Virtual ones are not counted, those of this look at the process are. */
    int threads() {
        return threads.getThreadCount();
    }

    int mostThreads() {
        return threads.getPeakThreadCount();
    }

    /** All that the operating system knows of, with the compiler's and the collector's. */
    long tasks() throws IOException {
        try (Stream<Path> tasks = Files.list(Path.of("/proc", String.valueOf(process), "task"))) {
            return tasks.count();
        }
    }

    Duration cpuOver(Duration time) throws Exception {
        long before = cpu();
        Thread.sleep(time);
        return Duration.ofNanos(cpu() - before);
    }

    private long cpu() throws Exception {
        return (Long)
                server.getAttribute(new ObjectName(ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME), "ProcessCpuTime");
    }

    @Override
    public void close() throws IOException, InterruptedException {
        looking.interrupt();
        looking.join();
        connector.close();
    }
}
