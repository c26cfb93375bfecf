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

/** Gives unneeded memory of an idle window back to the system, however the program was started. */
final class MemoryTrimmer {
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private MemoryTrimmer() {}

    /** Runs until the process ends. Has no effect on a JVM other than HotSpot or with another collector. */
    static void trimWhenIdle(Executor background) {
        Optional.ofNullable(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class))
                .ifPresent(vm -> {
                    set(vm, "MinHeapFreeRatio", "10"); // first, since it must not exceed the maximum
                    set(vm, "MaxHeapFreeRatio", "30");
                    set(vm, "G1PeriodicGCInterval", "30000"); // G1 shrinks only after a cycle; idle has none
                });
        background.execute(MemoryTrimmer::trimNative);
    }

    private static void set(HotSpotDiagnosticMXBean vm, String option, String value) {
        try {
            vm.setVMOption(option, value);
        } catch (IllegalArgumentException notHere) {
            // as documented: the option does not exist or cannot be changed
        }
    }

    /** glibc would keep the memory freed by the JIT compilers, about 30 MB, forever. */
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
