package dev.darkroom.system;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Prepares the process for GTK, the toolkit below JavaFX on Linux. */
public final class GtkStartup {
    private GtkStartup() {}

    /**
     * Keeps GTK from asking for OpenGL, which JavaFX does not use through it: without a graphics card the question alone loads
     * Mesa's software renderer, 45 MB that stay. Must be called before the toolkit starts; a variable that is set already is
     * kept. Has no effect without a display or native access.
     */
    public static void skipOpenGl() {
        if (!System.getProperty("os.name").equals("Linux") || System.getenv("DISPLAY") == null) {
            return;
        }
        Linker linker = Linker.nativeLinker();
        try (Arena arena = Arena.ofConfined()) {
            // The JVM offers no way to change the environment that native libraries read.
            MethodHandle setenv = linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("setenv"),
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
            MemorySegment name = arena.allocateFrom("GDK_GL");
            int _ = (int) setenv.invokeExact(name, arena.allocateFrom("disable"), 0);
        } catch (Throwable notHere) { // invokeExact declares all; without it the window only needs more memory
            return;
        }
    }
}
