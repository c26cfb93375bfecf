package dev.darkroom.app;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/** Lets the heap of a window at which nobody works shrink, however the program was started. */
final class HeapSettings {
    private HeapSettings() {}

    /** A JVM that is not HotSpot, or has another collector, keeps its own ways. */
    static void shrinkWhenIdle() {
        Optional.ofNullable(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class))
                .ifPresent(vm -> {
                    set(vm, "MinHeapFreeRatio", "10"); // first: it may not be above the other one
                    set(vm, "MaxHeapFreeRatio", "30");
                    set(vm, "G1PeriodicGCInterval", "30000"); // G1 gives back after a cycle, which idleness has none of
                });
    }

    private static void set(HotSpotDiagnosticMXBean vm, String option, String value) {
        try {
            vm.setVMOption(option, value);
        } catch (IllegalArgumentException notHere) {
            // as documented: the option is not there, or can't be changed
        }
    }
}
