package dev.darkroom.sandbox.fal;

import dev.darkroom.sandbox.fal.job.FalQueue;
import dev.darkroom.sandbox.fal.job.FileStore;
import dev.darkroom.sandbox.fal.job.ServedFile;
import dev.darkroom.sandbox.fal.reply.FalReply;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code GET /files/...}: public, with ranges, until a file expires. */
final class FileCalls {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");

    private final FileStore shelf;
    private final FalQueue queue;
    private final CallerKeys keys;

    FileCalls(FileStore shelf, FalQueue queue, CallerKeys keys) {
        this.shelf = shelf;
        this.queue = queue;
        this.keys = keys;
    }

    FalReply answer(FalExchange exchange, String path) {
        if (!exchange.is("GET") && !exchange.is("HEAD")) {
            return FalReply.detail(405, "Method Not Allowed").with("Allow", "GET, HEAD");
        }
        Optional<ServedFile> found = shelf.find(path, queue.now());
        if (found.isEmpty()) {
            return FalReply.detail(404, "File not found");
        }
        ServedFile file = found.get();
        if (!file.access().equals("allow") && !keys.knows(exchange.header("Authorization"))) {
            return file.access().equals("hide")
                    ? FalReply.detail(404, "File not found")
                    : FalReply.detail(403, "Access to this file is forbidden");
        }
        return piece(exchange, file);
    }

    private FalReply piece(FalExchange exchange, ServedFile file) {
        Path place = shelf.place(file.path());
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", file.contentType());
        headers.put("Cache-Control", "public, max-age=5184000, immutable");
        headers.put("Accept-Ranges", "bytes");
        headers.put("ETag", "\"" + Integer.toHexString(file.path().hashCode()) + "\"");
        long size = file.size();
        String wanted = exchange.header("Range");
        if (wanted == null || !RANGE.matcher(wanted.strip()).matches()) {
            boolean cut = exchange.is("GET") && shelf.breaksOff(file);
            return new FalReply.Piece(200, headers, place, 0, size, cut ? size / 2 : size);
        }
        long[] range = range(wanted.strip(), size);
        if (range == null) {
            return FalReply.detail(416, "Range Not Satisfiable").with("Content-Range", "bytes */" + size);
        }
        headers.put("Content-Range", "bytes " + range[0] + "-" + range[1] + "/" + size);
        long length = range[1] - range[0] + 1;
        return new FalReply.Piece(206, headers, place, range[0], length, length);
    }

    /** First and last byte, null when there is no such part. */
    private static long @Nullable [] range(String header, long size) {
        Matcher matcher = RANGE.matcher(header);
        if (!matcher.matches()
                || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
            return null;
        }
        if (matcher.group(1).isEmpty()) {
            long length = Math.min(size, Long.parseLong(matcher.group(2)));
            return length == 0 ? null : new long[] {size - length, size - 1};
        }
        long first = Long.parseLong(matcher.group(1));
        long last = matcher.group(2).isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(matcher.group(2)));
        return first > last ? null : new long[] {first, last};
    }
}
