package dev.darkroom.mediafile;

import dev.darkroom.mediafile.MediaWorkers.DrawingDeadline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * Walks the boxes of an MP4 or QuickTime file before any decoder does: each box must lie within its parent, and no table may
 * declare more entries than its box holds. Reads only a few bytes of each box.
 */
public final class MovieFileStructure {
    private static final Set<String> CONTAINERS =
            Set.of("moov", "trak", "mdia", "minf", "stbl", "edts", "mvex", "moof", "traf", "mfra");
    /** The offset of the entry count in the body of a table, and the minimum size of an entry in bytes. */
    private static final Map<String, Table> TABLES = Map.ofEntries(
            Map.entry("stts", new Table(4, 8)),
            Map.entry("ctts", new Table(4, 8)),
            Map.entry("stsc", new Table(4, 12)),
            Map.entry("stco", new Table(4, 4)),
            Map.entry("co64", new Table(4, 8)),
            Map.entry("stss", new Table(4, 4)),
            Map.entry("stps", new Table(4, 4)),
            Map.entry("stsd", new Table(4, 8)),
            Map.entry("elst", new Table(4, 12)),
            Map.entry("dref", new Table(4, 12)),
            Map.entry("trun", new Table(4, 0)));
    /** Twelve days at ten frames a second. */
    private static final long MAX_SAMPLES = 10_000_000;

    private static final long MAX_INDEX_BYTES = 32L << 20;
    private static final int MAX_BOXES = 20_000;
    private static final int MAX_DEPTH = 12;

    private final FileChannel channel;
    private final long bytes;
    private final DrawingDeadline deadline;
    private int boxes;

    private record Table(int countAt, int entryBytes) {}

    private record Box(String type, long body, long end) {
        long size() {
            return end - body;
        }
    }

    private MovieFileStructure(FileChannel channel, DrawingDeadline deadline) throws IOException {
        this.channel = channel;
        this.bytes = channel.size();
        this.deadline = deadline;
    }

    /** @throws MediaRefusedException when the file must not be given to a player or decoder */
    public static void check(Path file, MediaWorkers workers) throws IOException {
        workers.run(deadline -> {
            try (FileChannel channel = FileChannel.open(file)) {
                MovieFileStructure structure = new MovieFileStructure(channel, deadline);
                structure.walk(0, structure.bytes, 0);
                return true;
            }
        });
    }

    private void walk(long from, long end, int depth) throws IOException {
        for (long at = from; at + 8 <= end; ) {
            deadline.check();
            if (++boxes > MAX_BOXES || depth > MAX_DEPTH) {
                throw damaged();
            }
            Box box = box(at, end);
            at = box.end();
            look(box, depth);
        }
    }

    private Box box(long at, long end) throws IOException {
        ByteBuffer head = read(at, 16);
        long size = head.getInt() & 0xffffffffL;
        byte[] name = new byte[4];
        head.get(name);
        String type = new String(name, StandardCharsets.ISO_8859_1);
        long body = at + 8;
        if (size == 1) {
            size = head.remaining() < 8 ? 0 : head.getLong();
            body = at + 16;
        } else if (size == 0) {
            size = end - at;
        }
        boolean cut = size > end - at;
        if (size < body - at || cut && !type.equals("mdat")) {
            throw damaged();
        }
        return new Box(type, body, cut ? end : at + size); // a truncated video plays as far as it goes
    }

    private void look(Box box, int depth) throws IOException {
        Table table = TABLES.get(box.type());
        if (table != null) {
            long entries = number(box, table.countAt());
            if (entries > MAX_SAMPLES || entries * table.entryBytes() > box.size()) {
                throw table(entries);
            }
            if (box.type().equals("stts") || box.type().equals("ctts")) {
                checkRuns(box, entries);
            }
        } else if (box.type().equals("stsz")) {
            checkSizes(box);
        } else if (box.type().equals("cmov")) {
            throw damaged(); // a compressed index may decompress to any size
        } else if (CONTAINERS.contains(box.type())) {
            if (box.size() > MAX_INDEX_BYTES) {
                throw MediaRefusedException.of(MediaRefusal.Reason.MEMORY);
            }
            walk(box.body(), box.end(), depth + 1);
        }
    }

    /** Checks sample sizes: samples of equal size need no table, and there may be any number of them. */
    private void checkSizes(Box box) throws IOException {
        long each = number(box, 4);
        long samples = number(box, 8);
        long needed = each == 0 ? samples * 4 : 0;
        if (samples > MAX_SAMPLES || needed > box.size()) {
            throw table(samples);
        }
        long first = each == 0 && samples > 0 ? number(box, 12) : each;
        if (first > Math.min(bytes, MAX_INDEX_BYTES)) {
            throw damaged(); // it would be read in full
        }
    }

    /** Checks the total number of samples: a run is a single entry, whatever its length. */
    private void checkRuns(Box box, long entries) throws IOException {
        long samples = 0;
        ByteBuffer all = read(box.body() + 8, (int) (entries * 8));
        while (all.remaining() >= 8) {
            samples += all.getInt() & 0xffffffffL;
            all.getInt();
        }
        if (samples > MAX_SAMPLES) {
            throw table(samples);
        }
    }

    private long number(Box box, int at) throws IOException {
        if (box.size() < at + 4) {
            throw damaged();
        }
        return read(box.body() + at, 4).getInt() & 0xffffffffL;
    }

    /** Reads as many bytes as there are. */
    private ByteBuffer read(long at, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(count, Math.max(0, bytes - at)));
        while (buffer.hasRemaining() && channel.read(buffer, at + buffer.position()) >= 0) {
            deadline.check();
        }
        buffer.flip();
        if (buffer.remaining() < Math.min(count, 4)) {
            throw damaged();
        }
        return buffer;
    }

    private MediaRefusedException table(long entries) {
        return MediaRefusedException.of(MediaRefusal.Reason.TABLE, entries, bytes);
    }

    private static MediaRefusedException damaged() {
        return MediaRefusedException.of(MediaRefusal.Reason.DAMAGED);
    }
}
