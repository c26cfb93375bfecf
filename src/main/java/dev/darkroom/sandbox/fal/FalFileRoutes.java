package dev.darkroom.sandbox.fal;

import dev.darkroom.sandbox.fal.job.FalQueue;
import dev.darkroom.sandbox.fal.job.FileStore;
import dev.darkroom.sandbox.fal.job.ServedFile;
import dev.darkroom.sandbox.fault.FaultInjector;
import dev.darkroom.sandbox.fault.SandboxFault;
import dev.darkroom.sandbox.http.ByteRange;
import dev.darkroom.sandbox.http.SandboxReply;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** {@code GET /files/...}: public, with range support, until a file expires. */
final class FalFileRoutes {
    private final FileStore fileStore;
    private final FalQueue queue;
    private final FalAccount account;
    private final FaultInjector faults;

    FalFileRoutes(FaultInjector faults, FileStore fileStore, FalQueue queue, FalAccount account) {
        this.faults = faults;
        this.fileStore = fileStore;
        this.queue = queue;
        this.account = account;
    }

    SandboxReply answer(FalCall call, String path) {
        if (!call.is("GET") && !call.is("HEAD")) {
            return SandboxReply.detail(405, "Method Not Allowed").with("Allow", "GET, HEAD");
        }
        if (faults.strike(call, SandboxFault.Side.FAL_FILES, path, String.valueOf(queue.now()))
                .isPresent()) {
            return SandboxReply.detail(503, "Service Unavailable");
        }
        Optional<ServedFile> found = fileStore.find(path, queue.now());
        if (found.isEmpty()) {
            return SandboxReply.detail(404, "File not found");
        }
        ServedFile file = found.get();
        if (!file.access().equals("allow") && !account.hasKey(call)) {
            return file.access().equals("hide")
                    ? SandboxReply.detail(404, "File not found")
                    : SandboxReply.detail(403, "Access to this file is forbidden");
        }
        if (call.is("GET") && fileStore.strikes(SandboxFault.FILE_PAGE, file)) {
            return SandboxReply.text(200, "text/html", "<!doctype html><title>Please wait</title>");
        }
        return piece(call, file);
    }

    private SandboxReply piece(FalCall call, ServedFile file) {
        Path place = fileStore.place(file.path());
        Map<String, String> headers = Map.of(
                "Content-Type",
                file.contentType(),
                "Cache-Control",
                "public, max-age=5184000, immutable",
                "Accept-Ranges",
                "bytes",
                "ETag",
                "\"" + Integer.toHexString(file.path().hashCode()) + "\"");
        long size = file.size();
        Optional<String> wanted = call.header("Range").filter(ByteRange::isSingle);
        if (wanted.isEmpty()) {
            boolean cut = call.is("GET") && fileStore.strikes(SandboxFault.FILE_CUT, file);
            return new SandboxReply.Answer(
                    200, headers, new SandboxReply.Body.FilePart(place, 0, size, cut ? size / 2 : size));
        }
        Optional<ByteRange> range = ByteRange.of(wanted.get(), size);
        if (range.isEmpty()) {
            return SandboxReply.detail(416, "Range Not Satisfiable").with("Content-Range", "bytes */" + size);
        }
        long length = range.get().length();
        return new SandboxReply.Answer(
                        206,
                        headers,
                        new SandboxReply.Body.FilePart(place, range.get().first(), length, length))
                .with("Content-Range", range.get().header(size));
    }
}
