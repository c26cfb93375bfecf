package dev.darkroom.logfile.match;

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
 * Bytes outside of the heap, in which {@code strstr} of the C library looks for others: with the vectors that the processor
 * has, and without the start-up that the Vector API costs. Bytes that are read here are copied once less, too.
 */
public final class NativeBytes {
    /** Where the program was not given the right to call C, a call would print a warning. */
    private static final boolean CALLABLE = NativeBytes.class.getModule().isNativeAccessEnabled()
            && Linker.nativeLinker().defaultLookup().find("strstr").isPresent();

    private static final MethodHandle STRSTR = function("strstr", ValueLayout.ADDRESS, ValueLayout.ADDRESS);
    private static final MethodHandle STRLEN = function("strlen", ValueLayout.ADDRESS);

    private final MemorySegment segment;
    private int length;

    public NativeBytes(int size) {
        segment = Arena.ofAuto().allocate(size + 1L);
    }

    /** Whether {@link #indexOf} can be called. */
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

    /** A view of the first bytes, to be filled. */
    public ByteBuffer buffer(int size) {
        return segment.asSlice(0, size).asByteBuffer();
    }

    /** From now on they are so many. False if a NUL is among them: nothing would be found behind it. */
    public boolean end(int count) {
        length = count;
        segment.set(ValueLayout.JAVA_BYTE, count, (byte) 0);
        try {
            return (long) STRLEN.invokeExact(segment) == count;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A text to look for, with the NUL that ends it. */
    static MemorySegment text(byte[] bytes, int from, int to) {
        MemorySegment text = Arena.ofAuto().allocate(to - from + 1L);
        MemorySegment.copy(bytes, from, text, ValueLayout.JAVA_BYTE, 0, to - from);
        return text;
    }

    /** The first place from {@code from} on where a {@link #text} stands whole, or the end. */
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

    byte get(int at) {
        return segment.get(ValueLayout.JAVA_BYTE, at);
    }

    /** Copies them to the same place in the heap. */
    public void copy(int from, int to, byte[] into) {
        MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, from, into, from, to - from);
    }
}
