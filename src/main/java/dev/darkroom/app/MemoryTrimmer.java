package dev.darkroom.app;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.darkroom.system.ThreadPause;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;

/** Gives memory that a window at which nobody works does not need back to the system, however the program was started. */
final class MemoryTrimmer {
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private MemoryTrimmer() {}

    /** A JVM that is not HotSpot, or has another collector, keeps its own ways. Ends with the process. */
    static void trimWhenIdle(Executor background) {
        Optional.ofNullable(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class))
                .ifPresent(vm -> {
                    set(vm, "MinHeapFreeRatio", "10"); // first: it may not be above the other one
                    set(vm, "MaxHeapFreeRatio", "30");
                    set(vm, "G1PeriodicGCInterval", "30000"); // G1 gives back after a cycle, which idleness has none of
                });
        background.execute(MemoryTrimmer::trimNative);
    }

    private static void set(HotSpotDiagnosticMXBean vm, String option, String value) {
        try {
            vm.setVMOption(option, value);
        } catch (IllegalArgumentException notHere) {
            // as documented: the option is not there, or can't be changed
        }
    }

    /** What the compilers of the JVM freed, some 30 MB, glibc would keep for ever. */
    private static void trimNative() {
        try {
            ObjectName commands = new ObjectName("com.sun.management:type=DiagnosticCommand");
            while (ThreadPause.of(INTERVAL)) {
                ManagementFactory.getPlatformMBeanServer().invoke(commands, "systemTrimNativeHeap", null, null);
            }
        } catch (JMException | RuntimeMBeanException notHere) {
            // another JVM, or a system without glibc
        }
    }
}
