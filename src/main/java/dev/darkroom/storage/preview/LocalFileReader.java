package dev.darkroom.storage.preview;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Work on a local file inside of code that cannot declare an {@link IOException}. */
@FunctionalInterface
interface LocalFileReader<T> {
    T run() throws IOException;

    static <T> T of(LocalFileReader<T> work) {
        try {
            return work.run();
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }
}
