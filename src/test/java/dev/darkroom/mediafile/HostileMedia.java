package dev.darkroom.mediafile;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Creates, by name, files that harm any reader that opens them unchecked. */
public final class HostileMedia {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int GREY = 0;
    private static final int RGB = 2;
    private static final int PALETTE = 3;

    private static final Map<String, Making> FILES = Map.ofEntries(
            Map.entry("20000x20000.png", () -> png(20_000, 20_000, 1, GREY, 0)),
            Map.entry("16384x16384.png", () -> png(16_384, 16_384, 1, GREY, 0)),
            Map.entry("16384x16384-interlaced.png", () -> png(16_384, 16_384, 1, GREY, 1)),
            Map.entry("70000x1.png", () -> png(70_000, 1, 8, GREY, 0)),
            Map.entry("2147483647x1.png", () -> header(Integer.MAX_VALUE, 1, 8, GREY, 0)),
            Map.entry("0x0.png", () -> header(0, 0, 8, GREY, 0)),
            Map.entry("header-only.png", () -> header(800, 600, 8, RGB, 0)),
            Map.entry("text-of-300-mb.png", HostileMedia::textBomb),
            Map.entry("progressive-16000x16000.jpg", () -> resized(jpeg(true), 16_000)),
            Map.entry("scan-for-each-colour-16000x16000.jpg", () -> firstScanOfOne(resized(jpeg(false), 16_000))),
            Map.entry("65500x65500.jpg", () -> resized(jpeg(false), 65_500)),
            Map.entry("progressive-64x64.jpg", () -> jpeg(true)),
            Map.entry("scans-for-hours-4000x4000.jpg", () -> scanBomb(60_000)),
            Map.entry("start-only.jpg", () -> new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0}),
            Map.entry("65535x65535.gif", () -> gif(65_535, 1)),
            Map.entry("2000-frames.gif", () -> gif(1_000, 2_000)),
            Map.entry("30000x30000.bmp", () -> bitmap(30_000, 30_000, 0)),
            Map.entry("packed-12000x12000.bmp", () -> bitmap(12_000, 12_000, 1)),
            Map.entry("hides-a-png.bmp", () -> bitmap(100, 100, 5)),
            Map.entry("16383x16383.webp", HostileMedia::webp),
            Map.entry("strip-of-4-gb.tiff", HostileMedia::tiff),
            Map.entry("two-billion-sizes.mp4", () -> movie(table("stsz", 0, 2_000_000_000))),
            Map.entry("two-billion-of-one-byte.mp4", () -> movie(table("stsz", 1, 2_000_000_000))),
            Map.entry("two-billion-offsets.mp4", () -> movie(table("stco", 2_000_000_000))),
            Map.entry("run-of-two-billion.mp4", () -> movie(table("stts", 1, 2_000_000_000, 1))),
            Map.entry("two-billion-edits.mp4", () -> movie(table("elst", 2_000_000_000))),
            Map.entry("first-frame-of-2-gb.mp4", () -> movie(table("stsz", 0, 1, Integer.MAX_VALUE))),
            Map.entry("index-beyond-the-end.mp4", () -> join(brand("isom"), boxHead("moov", 1_000_000))),
            Map.entry("packed-index.mp4", () -> join(brand("isom"), box("moov", box("cmov", new byte[20])))),
            Map.entry("boxes-in-boxes.mp4", () -> join(brand("isom"), nested(200))),
            Map.entry(
                    "two-billion-sizes.m4a",
                    () -> join(brand("M4A "), box("moov", box("trak", stbl(table("stsz", 0, 2_000_000_000)))))),
            Map.entry("16384x16384.mp4", () -> film(1_024)),
            Map.entry("5120x5120.mp4", () -> film(320)),
            Map.entry("noise-in-the-frame.mp4", () -> film(30)),
            Map.entry("rate-0.wav", () -> wave(1, 2, 0, 16)),
            Map.entry("rate-4-billion.wav", () -> wave(1, 2, -1, 16)),
            Map.entry("channels-0.wav", () -> wave(1, 0, 44_100, 16)),
            Map.entry("channels-65535.wav", () -> wave(1, 65_535, 44_100, 16)),
            Map.entry("bits-7.wav", () -> wave(1, 2, 44_100, 7)),
            Map.entry("no-samples.wav", () -> Arrays.copyOf(wave(1, 2, 44_100, 16), 36)),
            Map.entry("packed.wav", () -> wave(0x11, 1, 44_100, 4)),
            Map.entry("plays-for-hours.mid", HostileMedia::midi),
            Map.entry(
                    "script.svg",
                    () -> text("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")),
            Map.entry("page.html", () -> text("<!doctype html><script>alert(1)</script>")),
            Map.entry("page.xhtml", () -> text("<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'/>")),
            Map.entry(
                    "sheet.xml",
                    () -> text("<?xml version='1.0'?><?xml-stylesheet href='x.xsl' type='text/xsl'?><a/>")),
            Map.entry("run.js", () -> text("WScript.Shell('calc')")),
            Map.entry("table.csv", () -> text("=cmd|' /C calc'!A0,1")),
            Map.entry("form.pdf", () -> text("%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>")),
            Map.entry("list.m3u8", () -> text("#EXTM3U\nhttp://169.254.169.254/latest/meta-data\n")),
            Map.entry("one-line.txt", () -> text("x".repeat(300_000))),
            Map.entry("arabic-line.txt", () -> text("\u0627\u0644\u0633\u0644\u0627\u0645 ".repeat(20_000))),
            Map.entry("deep.json", () -> text("[".repeat(100_000))),
            Map.entry("mostly-indentation.json", HostileMedia::indentation),
            Map.entry("zeros.bin", () -> new byte[5_000]));

    private HostileMedia() {}

    @FunctionalInterface
    private interface Making {
        byte[] make() throws IOException;
    }

    public static byte[] bytes(String name) {
        Making making = FILES.get(name);
        if (making == null) {
            throw new IllegalArgumentException("There is no generator for " + name);
        }
        try {
            return making.make();
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] indentation() {
        StringBuilder text = new StringBuilder("{\"a\":".repeat(900)).append('{');
        for (int key = 0; key < 20_000; key++) {
            text.append(key == 0 ? "" : ",").append('"').append(key).append("\":1");
        }
        return text(text.append("}".repeat(901)).toString());
    }

    // PNG

    private static byte[] png(int width, int height, int depth, int colours, int interlaced) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        long bits = (long) width * depth * (colours == RGB ? 3 : 1);
        long bytes = height * ((bits + 7) / 8 + 1) + (interlaced == 0 ? 0 : 16L * height);
        byte[] block = new byte[1 << 20];
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed, new Deflater(interlaced == 0 ? 9 : 1))) {
            for (long left = bytes; left > 0; left -= block.length) {
                out.write(block, 0, (int) Math.min(left, block.length));
            }
        }
        return join(
                Arrays.copyOf(header(width, height, depth, colours, interlaced), 33),
                chunk("IDAT", packed.toByteArray()),
                chunk("IEND", new byte[0]));
    }

    private static byte[] header(int width, int height, int depth, int colours, int interlaced) {
        byte[] header = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put((byte) depth)
                .put((byte) colours)
                .put(new byte[] {0, 0, (byte) interlaced})
                .array();
        return join(PNG, chunk("IHDR", header), chunk("IEND", new byte[0]));
    }

    /** A palette makes decoders read all chunks in front of the pixels, and this one unpacks to 300 MB. */
    private static byte[] textBomb() throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        text.write(new byte[] {'a', 0, 0});
        try (DeflaterOutputStream out = new DeflaterOutputStream(text, new Deflater(9))) {
            byte[] block = new byte[1 << 20];
            for (int n = 0; n < 300; n++) {
                out.write(block);
            }
        }
        byte[] picture = png(4, 4, 8, PALETTE, 0);
        return join(
                Arrays.copyOf(picture, 33),
                chunk("zTXt", text.toByteArray()),
                chunk("PLTE", new byte[3]),
                Arrays.copyOfRange(picture, 33, picture.length));
    }

    private static byte[] chunk(String type, byte[] body) {
        byte[] typed = join(type.getBytes(StandardCharsets.ISO_8859_1), body);
        CRC32 sum = new CRC32();
        sum.update(typed);
        return join(number(body.length), typed, number((int) sum.getValue()));
    }

    // JPEG, GIF, BMP and others

    private static byte[] jpeg(boolean progressive) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam param = writer.getDefaultWriteParam();
        param.setProgressiveMode(progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB), null, null), param);
        }
        writer.dispose();
        return bytes.toByteArray();
    }

    /** The frame header says another size; what decoders make room for is that. */
    private static byte[] resized(byte[] jpeg, int side) {
        int frame = at(jpeg, 0xc0, 0xc2);
        ByteBuffer.wrap(jpeg).putShort(frame + 5, (short) side).putShort(frame + 7, (short) side);
        return jpeg;
    }

    private static byte[] firstScanOfOne(byte[] jpeg) {
        int scan = at(jpeg, 0xda, 0xda);
        return join(
                Arrays.copyOf(jpeg, scan),
                hex("ffda 0008 01 01 00 00 3f 00"),
                Arrays.copyOfRange(jpeg, scan + 14, jpeg.length));
    }

    /** Progressive and grey, with one scan again and again: 16 runs of 16,384 empty blocks each, a moment's work in 42 bytes. */
    private static byte[] scanBomb(int scans) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(hex("ffd8 ffdb 0043 00"));
        byte[] ones = new byte[64];
        Arrays.fill(ones, (byte) 1);
        bytes.write(ones);
        bytes.write(hex("ffc2 000b 08 0fa0 0fa0 01 01 11 00"));
        bytes.write(hex("ffc4 0014 00 01 000000000000000000000000000000 00"));
        bytes.write(hex("ffc4 0014 10 01 000000000000000000000000000000 e0"));
        bytes.write(hex("ffda 0008 01 01 00 00 00 00"));
        bytes.write(new byte[31_250]); // 250,000 blocks of one bit each
        byte[] scan = join(hex("ffda 0008 01 01 00 01 3f 00"), new byte[32]);
        for (int n = 0; n < scans; n++) {
            bytes.write(scan);
        }
        bytes.write(hex("ffd9"));
        return bytes.toByteArray();
    }

    private static int at(byte[] jpeg, int marker, int other) {
        for (int at = 2; ; ) {
            int found = jpeg[at + 1] & 0xff;
            if (found == marker || found == other) {
                return at;
            }
            at += 2 + ByteBuffer.wrap(jpeg).getShort(at + 2);
        }
    }

    private static byte[] gif(int side, int frames) throws IOException {
        if (frames == 1) {
            ByteBuffer head = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
            head.put(text("GIF89a"))
                    .putShort((short) side)
                    .putShort((short) side)
                    .put(hex("f0 00 00 000000 ffffff"));
            head.put(hex("2c 0000 0000")).putShort((short) side).putShort((short) side);
            head.put(hex("00 02 02 4c 01 00 3b"));
            return Arrays.copyOf(head.array(), head.position());
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(side, side, BufferedImage.TYPE_BYTE_BINARY), "gif", bytes);
        byte[] one = bytes.toByteArray();
        int first = 13 + 3 * (2 << (one[10] & 7)); // behind the table of colours
        bytes.reset();
        bytes.write(one, 0, first);
        for (int n = 0; n < frames; n++) {
            bytes.write(one, first, one.length - first - 1);
        }
        bytes.write(one[one.length - 1]);
        return bytes.toByteArray();
    }

    private static byte[] bitmap(int width, int height, int compression) {
        ByteBuffer bitmap = ByteBuffer.allocate(2_000).order(ByteOrder.LITTLE_ENDIAN);
        bitmap.put(text("BM")).putInt(2_000).putInt(0).putInt(54 + 1_024);
        bitmap.putInt(40).putInt(width).putInt(height).putShort((short) 1);
        bitmap.putShort((short) (compression == 5 ? 0 : 8)).putInt(compression);
        return bitmap.array();
    }

    private static byte[] webp() {
        byte[] size = {0x2f, (byte) 0xfe, (byte) 0xbf, (byte) 0xff, 0x0f};
        return join(text("RIFF"), little(30), text("WEBPVP8L"), little(18), size, new byte[13]);
    }

    private static byte[] tiff() {
        ByteBuffer tiff = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
        tiff.put(text("II")).putShort((short) 42).putInt(8).putShort((short) 4);
        for (int[] entry : new int[][] {{256, 60_000}, {257, 60_000}, {273, 100}, {279, -1}}) {
            tiff.putShort((short) entry[0]).putShort((short) 4).putInt(1).putInt(entry[1]);
        }
        return tiff.array();
    }

    // MP4

    private static byte[] movie(byte[] table) {
        return join(brand("isom"), box("moov", box("trak", stbl(table))));
    }

    private static byte[] stbl(byte[] table) {
        return box("mdia", box("minf", box("stbl", table)));
    }

    private static byte[] table(String type, int... numbers) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(new byte[4]);
        for (int number : numbers) {
            body.writeBytes(number(number));
        }
        return box(type, body.toByteArray());
    }

    private static byte[] nested(int depth) {
        byte[] inner = new byte[0];
        for (int n = 0; n < depth; n++) {
            inner = box("moov", inner);
        }
        return inner;
    }

    private static byte[] brand(String brand) {
        return box("ftyp", join(text(brand), new byte[4]));
    }

    private static byte[] box(String type, byte[] body) {
        return join(boxHead(type, body.length + 8), body);
    }

    private static byte[] boxHead(String type, int size) {
        return join(number(size), text(type));
    }

    /** A film of one frame whose description says {@code units} macro blocks a side. */
    private static byte[] film(int units) {
        byte[] sequence = sequence(units);
        byte[] description =
                join(hex("01 42 00 34 ff e1"), two(sequence.length), sequence, hex("01"), two(4), hex("68 ce 3c 80"));
        byte[] entry = box(
                "avc1",
                join(new byte[6], two(1), new byte[16], two(640), two(480), new byte[50], box("avcC", description)));
        byte[] samples = join(
                box("stsd", join(new byte[4], number(1), entry)),
                table("stts", 1, 1, 1),
                table("stsc", 1, 1, 1, 1),
                table("stsz", 0, 1, 16),
                table("stco", 1, 24));
        byte[] handler = box("hdlr", join(new byte[8], text("vide"), new byte[13]));
        byte[] media = box(
                "mdia",
                join(
                        box("mdhd", join(new byte[12], number(1_000), number(1), new byte[4])),
                        handler,
                        box("minf", join(box("vmhd", new byte[12]), box("stbl", samples)))));
        byte[] track = box("trak", join(box("tkhd", new byte[84]), media));
        byte[] movieHead = box("mvhd", join(new byte[12], number(1_000), number(1), new byte[80]));
        return join(brand("isom"), box("mdat", new byte[16]), box("moov", join(movieHead, track)));
    }

    /** Baseline, 4:2:0, one reference frame. */
    private static byte[] sequence(int units) {
        StringBuilder bits = new StringBuilder();
        bits.append(golomb(0))
                .append(golomb(0))
                .append(golomb(2))
                .append(golomb(1))
                .append('0');
        bits.append(golomb(units - 1)).append(golomb(units - 1)).append("1000").append('1');
        while (bits.length() % 8 != 0) {
            bits.append('0');
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(hex("67 42 00 34"));
        for (int at = 0; at < bits.length(); at += 8) {
            bytes.write(Integer.parseInt(bits.substring(at, at + 8), 2));
        }
        return bytes.toByteArray();
    }

    private static String golomb(int value) {
        String code = Integer.toBinaryString(value + 1);
        return "0".repeat(code.length() - 1) + code;
    }

    // Sounds

    private static byte[] wave(int form, int channels, int rate, int bits) {
        ByteBuffer wave = ByteBuffer.allocate(44 + 4_000).order(ByteOrder.LITTLE_ENDIAN);
        wave.put(text("RIFF")).putInt(4_036).put(text("WAVEfmt ")).putInt(16).putShort((short) form);
        wave.putShort((short) channels).putInt(rate).putInt(rate * channels * bits / 8);
        wave.putShort((short) (channels * bits / 8))
                .putShort((short) bits)
                .put(text("data"))
                .putInt(4_000);
        return wave.array();
    }

    /** One note that ends after 268 million ticks, three minutes each. */
    private static byte[] midi() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeBytes("MThd");
        out.write(hex("00000006 0000 0001 0001"));
        out.writeBytes("MTrk");
        byte[] track = hex("00 ff5103 ffffff 00 903c40 ffffff7f 803c00 ffffff7f 903c40 ffffff7f 803c00 00 ff2f00");
        out.writeInt(track.length);
        out.write(track);
        return bytes.toByteArray();
    }

    // Bytes

    private static byte[] number(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    private static byte[] two(int value) {
        return ByteBuffer.allocate(2).putShort((short) value).array();
    }

    private static byte[] little(int value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }

    private static byte[] hex(String digits) {
        return java.util.HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        List.of(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }

    /** The names that there are. */
    public static Set<String> names() {
        return FILES.keySet();
    }
}
