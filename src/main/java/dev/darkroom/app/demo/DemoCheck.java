package dev.darkroom.app.demo;

import dev.darkroom.app.EngineServices;
import dev.darkroom.app.SandboxServices;
import dev.darkroom.sandbox.fal.FalSandbox;
import dev.darkroom.sandbox.fal.RequestLedger;
import dev.darkroom.sandbox.storage.StorageSandbox;
import dev.darkroom.storage.StoredFile;
import dev.darkroom.storage.supabase.SignedUrl;
import dev.darkroom.system.ContentHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/** Compares the database's record of a demo run with the stand-ins' own books and the bytes that they store. */
public final class DemoCheck {
    private final EngineServices darkroom;
    private final StorageSandbox storage;
    private final List<RequestLedger.Entry> accepted;
    private final OkHttpClient links;

    DemoCheck(EngineServices darkroom, StorageSandbox storage, FalSandbox fal, int acceptedBefore) {
        this.darkroom = darkroom;
        this.storage = storage;
        List<RequestLedger.Entry> all = fal.ledger().entries();
        this.links = darkroom.http
                .outbound(darkroom.storage.linkPolicy())
                .newBuilder()
                .callTimeout(Duration.ofMinutes(2))
                .build();
        this.accepted = all.subList(acceptedBefore, all.size());
    }

    /**
     * The figures that the stand-in for fal.ai recorded itself.
     *
     * @param credits the prices of the generations whose requests it delivered and would have billed
     * @param billedButRefunded delivered, but refunded because the user did not get the result
     */
    public record FromBooks(
            int accepted, int billed, int acceptedTwice, int paidTwice, long credits, int billedButRefunded) {}

    FromBooks books(List<DemoCount.Line> lines) {
        Map<String, RequestLedger.Entry> byRequest =
                accepted.stream().collect(Collectors.toMap(RequestLedger.Entry::requestId, Function.identity()));
        RequestLedger books = new RequestLedger(accepted);
        long credits = 0;
        int billedAndKept = 0;
        for (DemoCount.Line line : lines) {
            RequestLedger.Entry entry = byRequest.get(line.request());
            if (entry == null || entry.usd().signum() <= 0) {
                continue;
            }
            if (!line.refunded()) {
                billedAndKept++;
                credits += line.credits();
            }
        }
        int billed = (int)
                accepted.stream().filter(entry -> entry.usd().signum() > 0).count();
        return new FromBooks(
                accepted.size(),
                billed,
                books.acceptedTwice().size(),
                books.billedTwice().size(),
                credits,
                billed - billedAndKept);
    }

    /** Returns one sentence per problem of completed generations: missing file, different hash, link that does not open. */
    List<String> wrong(List<DemoCount.Line> lines) {
        return lines.stream()
                .filter(line -> line.status().equals("COMPLETED"))
                .flatMap(line -> wrong(line).stream())
                .toList();
    }

    private List<String> wrong(DemoCount.Line line) {
        List<StoredFile> files = darkroom.files.ofGeneration(line.id()).stream()
                .filter(file -> file.state() == StoredFile.State.STORED)
                .toList();
        if (files.isEmpty()) {
            return List.of(line.id() + " is completed without a file");
        }
        List<String> wrong = new java.util.ArrayList<>();
        for (StoredFile file : files) {
            Path object = storage.file(file.bucket(), file.path()).orElse(null);
            if (object == null || !sha256(object).equals(file.sha256())) {
                wrong.add(file.path() + (object == null ? " is not in the bucket" : " has another hash than its row"));
            }
        }
        SignedUrl url = darkroom.storage.sign(files.getFirst().path(), Duration.ofMinutes(5));
        if (!opens(darkroom.generations.find(line.id()).orElseThrow().media().url(), url)) {
            wrong.add(line.id() + " has a link that does not open");
        }
        return wrong;
    }

    /** Returns whether both the saved link and the renewed one open. */
    private boolean opens(@Nullable URI saved, SignedUrl renewed) {
        return saved != null && opens(saved) && opens(renewed.url());
    }

    private boolean opens(URI url) {
        Request request = new Request.Builder().url(url.toString()).build();
        try (Response response = links.newCall(request).execute()) {
            response.body().source().readAll(Okio.blackhole());
            return response.code() == 200;
        } catch (IOException _) {
            return false;
        }
    }

    /** Counts objects of this run's generations without a row. */
    int strays(List<DemoCount.Line> lines) {
        Set<String> ids = lines.stream().map(line -> line.id().toString()).collect(Collectors.toSet());
        Set<String> known = new HashSet<>();
        lines.forEach(line -> darkroom.files.ofGeneration(line.id()).forEach(file -> known.add(file.path())));
        return (int) storage.keys(SandboxServices.BUCKET).stream()
                .filter(key -> ids.contains(key.split("/")[1]) && !known.contains(key))
                .count();
    }

    private static String sha256(Path file) {
        try {
            return ContentHash.of(file);
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }
}
