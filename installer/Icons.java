import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Puts the PNGs of the program into the containers that Windows and macOS want; both take PNG data as it is. */
final class Icons {
    private static final int[] ICO = {16, 32, 48, 64, 128, 256};
    /** By size in pixels; ic10 would be 1,024. */
    private static final Map<Integer, String> ICNS =
            new TreeMap<>(Map.of(16, "icp4", 32, "icp5", 64, "icp6", 128, "ic07", 256, "ic08", 512, "ic09"));

    private Icons() {}

    static void write(Path pngs, Path folder) throws IOException {
        Files.write(folder.resolve("darkroom.ico"), ico(pngs));
        Files.write(folder.resolve("darkroom.icns"), icns(pngs));
    }

    /** A head of 6 bytes, an entry of 16 for each picture, then the pictures; a size of 256 is written as 0. */
    private static byte[] ico(Path pngs) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(6 + 16 * ICO.length).order(ByteOrder.LITTLE_ENDIAN);
        ByteArrayOutputStream pictures = new ByteArrayOutputStream();
        head.putShort((short) 0).putShort((short) 1).putShort((short) ICO.length);
        for (int size : ICO) {
            byte[] png = png(pngs, size);
            head.put((byte) size).put((byte) size).putShort((short) 0);
            head.putShort((short) 1).putShort((short) 32);
            head.putInt(png.length).putInt(head.capacity() + pictures.size());
            pictures.write(png);
        }
        return join(head.array(), pictures.toByteArray());
    }

    /** Blocks of a four-letter name, the length with these 8 bytes, and the picture; one such head for the whole. */
    private static byte[] icns(Path pngs) throws IOException {
        ByteArrayOutputStream blocks = new ByteArrayOutputStream();
        for (Map.Entry<Integer, String> entry : ICNS.entrySet()) {
            blocks.write(block(entry.getValue(), png(pngs, entry.getKey())));
        }
        return block("icns", blocks.toByteArray());
    }

    private static byte[] block(String name, byte[] content) {
        byte[] head = ByteBuffer.allocate(8)
                .put(name.getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                .putInt(8 + content.length)
                .array();
        return join(head, content);
    }

    private static byte[] join(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }

    private static byte[] png(Path folder, int size) throws IOException {
        return Files.readAllBytes(folder.resolve("darkroom-" + size + ".png"));
    }
}
