package dev.darkroom.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.app.EngineServices;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.GenerationStatus;
import dev.darkroom.generation.TimelineKind;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.sandbox.fal.RequestLedger;
import dev.darkroom.storage.StoredFile;
import dev.darkroom.storage.upload.StorageService;
import java.io.IOException;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Request;
import okhttp3.Response;

/** Checks against fal.ai's own books and the bytes in storage. */
final class OutsideChecks {
    private static final Pattern KEY = Pattern.compile("#\\d+#");
    private static final int OK = 200;
    /** What fal.ai finished and then flagged, or kept no longer. */
    private static final Set<String> FAL_S_OWN =
            Set.of("content_flagged", "result_gone", "request_gone", StorageService.FILE_GONE);

    private final EngineServices darkroom;
    private final Map<String, UUID> told;

    OutsideChecks(EngineServices darkroom, Map<String, UUID> told) {
        this.darkroom = darkroom;
        this.told = told;
    }

    /**
     * A request is accepted again only after the one before has ended without a result and without a bill, and each time
     * the timeline says so. Held against the key in the prompt, so that another seed does not hide it.
     */
    List<String> acceptedTwice(JsonNode books) {
        List<String> wrong = new ArrayList<>();
        byKey(books).forEach((key, entries) -> {
            UUID id = told.get(key);
            if (id == null) {
                wrong.add(key + " was sent to fal.ai and nobody had asked for it");
                return;
            }
            entries.sort(Comparator.comparing(RequestLedger.Entry::sentAt));
            for (int i = 1; i < entries.size(); i++) {
                RequestLedger.Entry before = entries.get(i - 1);
                RequestLedger.Entry again = entries.get(i);
                if (before.endedAt() == null
                        || before.endedAt().isAfter(again.sentAt())
                        || before.usd().signum() > 0) {
                    wrong.add("%s was accepted as %s at %s (%s, ended %s, %s $) and again as %s at %s"
                            .formatted(
                                    id,
                                    before.requestId(),
                                    before.sentAt(),
                                    before.state(),
                                    before.endedAt(),
                                    before.usd(),
                                    again.requestId(),
                                    again.sentAt()));
                }
            }
            long said = darkroom.generations.timeline(id).stream()
                    .filter(event -> event.kind() == TimelineKind.SUBMITTING)
                    .count();
            if (entries.size() > said) {
                wrong.add(id + " was accepted " + entries.size() + " times, its timeline knows of " + said);
            }
        });
        return wrong;
    }

    private static Map<String, List<RequestLedger.Entry>> byKey(JsonNode books) {
        Map<String, List<RequestLedger.Entry>> byKey = new TreeMap<>();
        for (JsonNode node : books) {
            RequestLedger.Entry entry = JsonMapping.MAPPER.convertValue(node, RequestLedger.Entry.class);
            Matcher key = KEY.matcher(entry.input());
            byKey.computeIfAbsent(key.find() ? key.group() : "?", _ -> new ArrayList<>())
                    .add(entry);
        }
        return byKey;
    }

    /**
     * What fal.ai finished ends completed, unless fal.ai itself is the reason: it flagged the files or did not keep them, or
     * the job was to be cancelled. Its stand-in keeps results for longer than a run lasts, so no outage of storage excuses.
     */
    List<String> lost(JsonNode books) {
        List<String> wrong = new ArrayList<>();
        byKey(books).forEach((key, entries) -> {
            UUID id = told.get(key);
            Generation generation =
                    id == null ? null : darkroom.generations.find(id).orElse(null);
            boolean finished = entries.stream()
                    .anyMatch(entry -> entry.state() == RequestLedger.State.SUCCEEDED
                            && entry.statusCode() == OK
                            && !entry.cancelled());
            if (finished && generation != null && generation.status() == GenerationStatus.FAILED) {
                Generation.Failure failure = generation.failure();
                String code = failure == null ? "" : failure.code();
                if (!FAL_S_OWN.contains(code)) {
                    wrong.add(id + " was finished by fal.ai and failed with " + code + ": "
                            + (failure == null ? "" : failure.message()));
                }
            }
        });
        return wrong;
    }

    List<String> files() {
        List<String> wrong = new ArrayList<>();
        for (UUID id : told.values()) {
            Generation generation = darkroom.generations.find(id).orElseThrow();
            if (generation.status() == GenerationStatus.COMPLETED) {
                files(generation).forEach(what -> wrong.add(id + " " + what));
            }
        }
        return wrong;
    }

    private List<String> files(Generation generation) {
        List<String> wrong = new ArrayList<>();
        List<StoredFile> stored = darkroom.files.ofGeneration(generation.id()).stream()
                .filter(file -> file.state() == StoredFile.State.STORED)
                .toList();
        Generation.Media media = generation.media();
        boolean all = Integer.valueOf(stored.size()).equals(media.filesExpected());
        if (stored.isEmpty() || !all && media.warning() == null) {
            wrong.add("has " + stored.size() + " of " + media.filesExpected() + " files and no warning");
        }
        for (StoredFile file : stored) {
            String hash = sha256(
                    darkroom.storage.sign(file.path(), Duration.ofMinutes(5)).url());
            if (!hash.equals(file.sha256())) {
                wrong.add(file.path() + " gives " + hash + ", its row says " + file.sha256());
            }
        }
        URI url = media.url();
        String primary =
                stored.isEmpty() ? "" : String.valueOf(stored.getFirst().sha256());
        String opened = url == null ? "no link" : sha256(url);
        if (!opened.equals(primary)) {
            wrong.add("has a link that gives " + opened);
        }
        return wrong;
    }

    private String sha256(URI url) {
        Request request = new Request.Builder().url(url.toString()).build();
        try (Response response = darkroom.http.client().newCall(request).execute()) {
            return response.code() == 200
                    ? HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256")
                                    .digest(response.body().bytes()))
                    : "HTTP " + response.code();
        } catch (IOException exception) {
            return exception.toString();
        } catch (NoSuchAlgorithmException exception) {
            throw new IllegalStateException(exception);
        }
    }

    List<String> strays(List<String> objects) {
        Set<String> known = new HashSet<>(darkroom.database.inTransaction(
                handle -> handle.createQuery("select path from stored_file where state = 'STORED'")
                        .mapTo(String.class)
                        .list()));
        return objects.stream()
                .filter(object -> !known.contains(object))
                .map(object -> object.split("/")[1] + " has the object " + object + " without a row")
                .toList();
    }
}
