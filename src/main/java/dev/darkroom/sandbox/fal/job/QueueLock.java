package dev.darkroom.sandbox.fal.job;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The one lock of the queue. */
final class QueueLock {
    private static final long NAP = TimeUnit.MILLISECONDS.toNanos(20);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** Wakes the one who naps. Only while locked. */
    void changed() {
        changed.signalAll();
    }

    /** Waits until something changes, or a short time when time alone can change something. */
    void nap(BooleanSupplier busy) throws InterruptedException {
        lock.lock();
        try {
            if (!busy.getAsBoolean()) {
                changed.await();
            } else if (changed.awaitNanos(NAP) <= 0) {
                Thread.onSpinWait(); // slept through: only time has moved on
            }
        } finally {
            lock.unlock();
        }
    }
}
