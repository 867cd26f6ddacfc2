package io.float2.kernel.jna;

import com.sun.jna.Memory;

/**
 * A thread's own piece of native memory to copy an argument into.
 *
 * <p>JNA would copy arrays by itself, but whole ones and back again, inputs included: what another thread wrote into an
 * input array meanwhile would be undone.
 */
final class Scratch {

    private static final long SMALLEST = 8192;

    private final ThreadLocal<Memory> memory = new ThreadLocal<>();

    /** A copy of the elements, valid until this thread's next use of the scratch. */
    Memory copy(float[] src, int offset, int n) {
        Memory room = room(4L * n);
        room.write(0, src, offset, n);
        return room;
    }

    /** As the other one, of halves. */
    Memory copy(short[] src, int offset, int n) {
        Memory room = room(2L * n);
        room.write(0, src, offset, n);
        return room;
    }

    /** At least that many bytes, with anything in them. */
    Memory room(long bytes) {
        Memory room = memory.get();
        if (room == null || room.size() < bytes) {
            // Twice the last size at least, so that slowly growing lengths do not allocate each time.
            room = new Memory(Math.max(bytes, room == null ? SMALLEST : 2 * room.size()));
            memory.set(room);
        }
        return room;
    }
}
