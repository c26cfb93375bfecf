package dev.darkroom.logfile;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Bytes outside of the heap, in which {@code memchr} of the C library looks for one of them: with the widest vectors that
 * the processor has, and without the start-up that the Vector API costs. Bytes that are read here are copied once less, too.
 */
final class NativeBytes {
    /** As it is in C: address, byte, length; gives an address. */
    private static final FunctionDescriptor TYPE = FunctionDescriptor.of(
            ValueLayout.JAVA_LONG, ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG);

    private static final Optional<MemorySegment> FOUND =
            Linker.nativeLinker().defaultLookup().find("memchr");

    /** Where the program was not given the right to call it, a call would print a warning. */
    private static final boolean CALLABLE =
            FOUND.isPresent() && NativeBytes.class.getModule().isNativeAccessEnabled();

    private static final MethodHandle MEMCHR = CALLABLE
            ? Linker.nativeLinker().downcallHandle(FOUND.get(), TYPE, Linker.Option.critical(false))
            : MethodHandles.empty(TYPE.toMethodType());

    private final MemorySegment segment;

    NativeBytes(int size) {
        segment = Arena.ofAuto().allocate(size);
    }

    /** Whether {@link #indexOf} can be called. */
    static boolean areSearchable() {
        return CALLABLE;
    }

    /** A view of the first bytes, to be filled. */
    ByteBuffer buffer(int length) {
        return segment.asSlice(0, length).asByteBuffer();
    }

    byte get(int at) {
        return segment.get(ValueLayout.JAVA_BYTE, at);
    }

    /** Copies them to the same place in the heap. */
    void copy(int from, int to, byte[] into) {
        MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, from, into, from, to - from);
    }

    /** The first {@code wanted} in {@code [from, to)}, or {@code to}. */
    int indexOf(byte wanted, int from, int to) {
        if (from >= to) {
            return to;
        }
        try {
            long found = (long) MEMCHR.invokeExact(segment.asSlice(from), wanted & 0xFF, (long) (to - from));
            return found == 0 ? to : (int) (found - segment.address());
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
