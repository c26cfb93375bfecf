package dev.darkroom.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The environment of a process whose clock is two hours off: a library built on the fly is loaded in front of the system's. */
final class ShiftedClock {
    private static final int SECONDS = 7_200;

    /** A deadline by the wall clock goes back to the true one, or whoever waits for it waits two hours more. */
    private static final String SOURCE = """
            #define _GNU_SOURCE
            #include <dlfcn.h>
            #include <pthread.h>
            #include <time.h>
            int clock_gettime(clockid_t id, struct timespec *time) {
              static int (*real)(clockid_t, struct timespec *);
              if (!real) real = (int (*)(clockid_t, struct timespec *)) dlsym(RTLD_NEXT, "clock_gettime");
              int result = real(id, time);
              if (result == 0 && id == CLOCK_REALTIME) time->tv_sec += SHIFT;
              return result;
            }
            int pthread_cond_timedwait(pthread_cond_t *cond, pthread_mutex_t *mutex, const struct timespec *until) {
              static int (*real)(pthread_cond_t *, pthread_mutex_t *, const struct timespec *);
              if (!real) real = (int (*)(pthread_cond_t *, pthread_mutex_t *, const struct timespec *))
                  dlsym(RTLD_NEXT, "pthread_cond_timedwait");
              struct timespec deadline = *until;
              if (deadline.tv_sec > 1000000000) deadline.tv_sec -= SHIFT;
              return real(cond, mutex, &deadline);
            }
            """;

    private ShiftedClock() {}

    /** Empty where there is no C compiler, or none that makes such a library: then all clocks are right. */
    static Map<String, String> in(Path folder, boolean fast) throws InterruptedException {
        Path library = folder.resolve("clock.so");
        try {
            Path source = Files.writeString(folder.resolve("clock.c"), SOURCE);
            Process compiler = new ProcessBuilder(
                            "cc",
                            "-shared",
                            "-fPIC",
                            "-O1",
                            "-DSHIFT=" + (fast ? SECONDS : -SECONDS),
                            source.toString(),
                            "-o",
                            library.toString(),
                            "-ldl")
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("clock.out").toFile())
                    .start();
            return compiler.waitFor() == 0 ? Map.of("LD_PRELOAD", library.toString()) : Map.of();
        } catch (IOException _) {
            return Map.of();
        }
    }
}
