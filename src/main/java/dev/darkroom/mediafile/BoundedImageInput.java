package dev.darkroom.mediafile;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import javax.imageio.stream.ImageInputStreamImpl;

/** A file for a decoder that gets no more bytes once its time is over: the one place where native code can be stopped. */
final class BoundedImageInput extends ImageInputStreamImpl {
    private final RandomAccessFile file;
    private final DrawingDeadline deadline;

    BoundedImageInput(Path path, DrawingDeadline deadline) throws IOException {
        file = new RandomAccessFile(path.toFile(), "r");
        this.deadline = deadline;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int count) throws IOException {
        if (deadline.isOver()) {
            throw new IOException("The time to draw the picture is over");
        }
        bitOffset = 0;
        file.seek(streamPos);
        int read = file.read(bytes, from, count);
        if (read > 0) {
            streamPos += read;
        }
        return read;
    }

    @Override
    public long length() {
        try {
            return file.length();
        } catch (IOException _) {
            return -1;
        }
    }

    @Override
    public void close() throws IOException {
        super.close();
        file.close();
    }
}
