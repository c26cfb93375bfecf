package dev.darkroom.logfile.match;

import dev.darkroom.logfile.parse.ByteScanner;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;

/**
 * Off-heap bytes that are searched with {@code strstr} of the C library: vectorized for the processor, and without the startup
 * cost of the Vector API. Reading a file into them also saves one copy.
 */
public final class NativeBytes {
    private static final MemorySegment ESCAPE_TEXT = text(new byte[] {ByteScanner.ESCAPE}, 0, 1);

    /** False if the program was not granted native access, as a call would then print a warning. */
    private static final boolean CALLABLE = NativeBytes.class.getModule().isNativeAccessEnabled()
            && Linker.nativeLinker().defaultLookup().find("strstr").isPresent();

    private static final MethodHandle STRSTR = function("strstr", ValueLayout.ADDRESS, ValueLayout.ADDRESS);
    private static final MethodHandle STRLEN = function("strlen", ValueLayout.ADDRESS);

    private final MemorySegment segment;
    private int length;

    public NativeBytes(int size) {
        segment = Arena.ofAuto().allocate(size + 1L);
    }

    /** Returns whether {@link #indexOf} can be called. */
    static boolean areSearchable() {
        return CALLABLE;
    }

    private static MethodHandle function(String name, MemoryLayout... arguments) {
        FunctionDescriptor type = FunctionDescriptor.of(ValueLayout.JAVA_LONG, arguments);
        return CALLABLE
                ? Linker.nativeLinker()
                        .downcallHandle(
                                Linker.nativeLinker().defaultLookup().findOrThrow(name),
                                type,
                                Linker.Option.critical(false))
                : MethodHandles.empty(type.toMethodType());
    }

    /** Returns a view of the first bytes, to be filled. */
    public ByteBuffer buffer(int size) {
        return segment.asSlice(0, size).asByteBuffer();
    }

    /** Sets the number of bytes. Returns false if they contain a NUL, behind which nothing would be found. */
    public boolean end(int count) {
        length = count;
        segment.set(ValueLayout.JAVA_BYTE, count, (byte) 0);
        try {
            return (long) STRLEN.invokeExact(segment) == count;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Returns a text to search for, with its terminating NUL. */
    static MemorySegment text(byte[] bytes, int from, int to) {
        MemorySegment text = Arena.ofAuto().allocate(to - from + 1L);
        MemorySegment.copy(bytes, from, text, ValueLayout.JAVA_BYTE, 0, to - from);
        return text;
    }

    /** Returns the first position from {@code from} on where a whole {@link #text} occurs, or the end. */
    int indexOf(MemorySegment text, int from) {
        if (from >= length) {
            return length;
        }
        try {
            long found = (long) STRSTR.invokeExact(segment.asSlice(from), text);
            return found == 0 ? length : (int) (found - segment.address());
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Returns whether they may contain terminal color codes. */
    public boolean hasEscape() {
        return indexOf(ESCAPE_TEXT, 0) < length;
    }

    byte get(int at) {
        return segment.get(ValueLayout.JAVA_BYTE, at);
    }

    /** Copies bytes to the same positions of a heap array. */
    public void copy(int from, int to, byte[] into) {
        MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, from, into, from, to - from);
    }
}
