package dev.darkroom.sandbox.fal.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.sandbox.fault.SandboxFault;
import dev.darkroom.sandbox.http.SandboxReply;
import dev.darkroom.sandbox.media.MediaFactory;
import dev.darkroom.sandbox.media.MediaOrder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Produces the files of a job and their descriptions for the answer. A file fault affects only the first file. */
final class ResultFileMaker {
    private final MediaFactory mediaFactory;
    private final FileStore fileStore;
    private final QueuedSubmission submission;
    private final SplittableRandom random;
    private final List<ServedFile> made = new ArrayList<>();

    ResultFileMaker(
            MediaFactory mediaFactory, FileStore fileStore, QueuedSubmission submission, SplittableRandom random) {
        this.mediaFactory = mediaFactory;
        this.fileStore = fileStore;
        this.submission = submission;
        this.random = random;
    }

    /** @param full whether this model also reports the file's name and size */
    ObjectNode make(MediaOrder order, String name, boolean full) throws IOException {
        String fileName = name + "." + order.format().extension();
        String path = FileStore.newPath(random, fileName);
        Path place = fileStore.place(path);
        mediaFactory.make(order, place);
        if (submission.input().path("sync_mode").asBoolean(false)) {
            return inline(order, place);
        }
        boolean first = made.isEmpty();
        boolean wrongSize = first && submission.has(SandboxFault.FILE_WRONG_SIZE);
        long size = Files.size(place);
        ObjectNode file = SandboxReply.object().put("url", JobOutcome.HERE + "/files/" + path);
        if (!submission.has(SandboxFault.NO_CONTENT_TYPE)) {
            file.put("content_type", contentType(order));
        }
        if (full) {
            file.put("file_name", fileName);
        }
        if ((full || wrongSize) && !submission.has(SandboxFault.NO_CONTENT_TYPE)) {
            file.put("file_size", size);
        }
        if (wrongSize) {
            shorten(place, size * 2 / 3);
        }
        made.add(new ServedFile(
                path,
                contentType(order),
                Files.size(place),
                null,
                submission.lifecycle().reach(),
                first ? submission.faults() : Set.of()));
        return file;
    }

    private String contentType(MediaOrder order) {
        return submission.has(SandboxFault.FILE_ODD_TYPE)
                ? "binary"
                : order.format().contentType();
    }

    List<ServedFile> made() {
        return made;
    }

    private static ObjectNode inline(MediaOrder order, Path place) throws IOException {
        String type = order.format().contentType();
        String data = Base64.getEncoder().encodeToString(Files.readAllBytes(place));
        Files.delete(place);
        return SandboxReply.object()
                .put("url", "data:" + type + ";base64," + data)
                .put("content_type", type);
    }

    private static void shorten(Path place, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(place, StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }
    }
}
