package dev.darkroom.console.kit.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.kit.layout.StackTraceArea.StackFrames;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StackFramesTest {
    private final Locale before = Locale.getDefault(Locale.Category.DISPLAY);

    @BeforeEach
    void english() {
        Locale.setDefault(Locale.Category.DISPLAY, Locale.ENGLISH);
    }

    @AfterEach
    void back() {
        Locale.setDefault(Locale.Category.DISPLAY, before);
    }

    @Test
    void java_frames_of_libraries_are_left_out_and_counted() {
        String trace = """
                java.io.IOException: connection reset
                \tat java.base/sun.nio.ch.SocketDispatcher.read0(Native Method)
                \tat okhttp3.internal.http.RealInterceptorChain.proceed(RealInterceptorChain.kt:109)
                \tat app//shop.media.StorageClient.upload(StorageClient.java:118)
                \tat java.base/java.lang.Thread.run(Thread.java:1583)
                Caused by: java.net.SocketException: reset
                \t... 12 more
                """;

        assertThat(StackFrames.hasLibraryFrames(trace)).isTrue();
        assertThat(StackFrames.own(trace)).isEqualTo("""
                java.io.IOException: connection reset
                    … 2 frames of libraries
                \tat app//shop.media.StorageClient.upload(StorageClient.java:118)
                    … 1 frame of a library
                Caused by: java.net.SocketException: reset
                \t... 12 more
                """);
    }

    @Test
    void python_frames_of_libraries_are_left_out_with_their_source_lines() {
        String trace = """
                Traceback (most recent call last):
                  File "/app/services/storage.py", line 88, in upload
                    await bucket.upload(path, data)
                  File "/usr/local/lib/python3.12/site-packages/storage3/client.py", line 41, in upload
                    return self._request("POST", path)
                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^
                  File "/usr/local/lib/python3.12/ssl.py", line 1103, in read
                    return self._sslobj.read(len)
                TimeoutError: The read operation timed out
                """;

        assertThat(StackFrames.own(trace)).isEqualTo("""
                Traceback (most recent call last):
                  File "/app/services/storage.py", line 88, in upload
                    await bucket.upload(path, data)
                    … 2 frames of libraries
                TimeoutError: The read operation timed out
                """);
    }

    @Test
    void node_frames_of_packages_and_of_node_itself_are_left_out() {
        String trace = """
                Error: timeout
                    at Shop.pay (/app/src/shop.js:10:7)
                    at Client.send (/app/node_modules/undici/lib/client.js:3:9)
                    at node:internal/process/task_queues:105:5
                """;

        assertThat(StackFrames.own(trace)).isEqualTo("""
                Error: timeout
                    at Shop.pay (/app/src/shop.js:10:7)
                    … 2 frames of libraries
                """);
    }

    @Test
    void text_without_a_trace_is_left_as_it_is() {
        assertThat(StackFrames.hasLibraryFrames("Look at java.lang.String (it is final)\nat home"))
                .isFalse();
    }
}
