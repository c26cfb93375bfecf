package dev.darkroom.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.database.DatabaseException;
import dev.darkroom.database.DatabaseReader;
import dev.darkroom.fal.FalClient;
import dev.darkroom.fal.catalog.CatalogModel;
import dev.darkroom.fal.catalog.CatalogModel.ListPrice;
import dev.darkroom.fal.catalog.ModelCatalog;
import dev.darkroom.http.RemoteException;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.message.CodedError;
import dev.darkroom.message.CodedMessage;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compares fal's request history with the known jobs. The history lists ended requests, model by model, for as long as fal
 * keeps it; a request of another program on the same account looks like a lost one. Blocks.
 */
final class FalRequestCheck {
    private static final int MOST_PAGES = 1_000;
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    private final DatabaseReader database;
    private final @Nullable FalClient fal;
    private final ModelCatalog models;

    /** @param fal null where there is no key for it */
    FalRequestCheck(DatabaseReader database, @Nullable FalClient fal, ModelCatalog models) {
        this.database = database;
        this.fal = fal;
        this.models = models;
    }

    private record Candidate(UUID id, String userId) {}

    /**
     * @param back how far back to read the history
     * @param settled requests that ended less long ago are ignored, as they may not be recorded yet
     */
    DoctorCheckResult run(Duration back, Duration settled, DoctorProgress progress) {
        FalClient client = fal;
        if (client == null) {
            return DoctorCheckResult.notRun(DoctorCheck.UNKNOWN_FAL_REQUEST, CodedMessage.of("doctor.fal.readonly"));
        }
        DoctorCheckResult.Collector found = new DoctorCheckResult.Collector(DoctorCheck.UNKNOWN_FAL_REQUEST);
        Instant to = Instant.now().minus(settled);
        long checked = 0;
        CodedMessage failure = null;
        try {
            for (CatalogModel model : models.models()) {
                Optional<String> cursor = Optional.empty();
                int pages = 0;
                do {
                    progress.step(CodedMessage.of("doctor.walk.FAL", model.endpointId()), checked, 0);
                    FalClient.HistoryPage page = client.history(model.endpointId(), to.minus(back), to, cursor);
                    unknown(model, page, to).forEach(found::add);
                    checked += page.requests().size();
                    cursor = page.next();
                    pages++;
                } while (cursor.isPresent() && !progress.isStopped() && pages < MOST_PAGES);
                if (cursor.isPresent() && !progress.isStopped()) {
                    failure = CodedMessage.of("history.endless");
                }
                if (progress.isStopped()) {
                    break;
                }
            }
        } catch (RemoteException | DatabaseException unread) {
            failure = CodedMessage.of("doctor.fal.unread", CodedError.of(unread).clause());
        }
        return found.result(checked, progress.isStopped(), failure);
    }

    private List<DoctorFinding> unknown(CatalogModel model, FalClient.HistoryPage page, Instant to) {
        List<FalClient.HistoryPage.PastRequest> ended = page.requests().stream()
                .filter(request -> request.endedAt().map(to::isAfter).orElse(true))
                .toList();
        Set<String> unknown = unknown(
                ended.stream().map(FalClient.HistoryPage.PastRequest::requestId).collect(Collectors.toSet()));
        return ended.stream()
                .filter(request -> unknown.remove(request.requestId()))
                .map(request -> finding(model, request))
                .toList();
    }

    private Set<String> unknown(Set<String> ids) {
        return ids.isEmpty()
                ? Set.of()
                : database.read(handle -> new HashSet<>(handle.createQuery("""
                                select u.id from unnest(cast(:ids as text[])) as u(id)
                                where not exists (select from fal_job j where j.request_id = u.id)
                                """)
                        .bind("ids", ids.toArray(String[]::new))
                        .mapTo(String.class)
                        .list()));
    }

    private DoctorFinding finding(CatalogModel model, FalClient.HistoryPage.PastRequest request) {
        boolean billed = request.statusCode().isEmpty() || request.statusCode().getAsInt() < 400;
        List<Candidate> held = held(model.endpointId(), request.input());
        Candidate owner = held.size() == 1 ? held.getFirst() : null;
        return new DoctorFinding(
                DoctorCheck.UNKNOWN_FAL_REQUEST,
                request.requestId(),
                owner == null ? null : owner.id(),
                null,
                owner == null ? "" : owner.userId(),
                model.endpointId(),
                request.endedAt().orElse(null),
                billed ? price(model, request.input()) : 0,
                CodedMessage.of(
                        billed ? "doctor.fal.billed" : "doctor.fal.failed",
                        model.endpointId(),
                        request.statusCode().isPresent()
                                ? String.valueOf(request.statusCode().getAsInt())
                                : CodedMessage.of("doctor.none")),
                owner != null
                        ? CodedMessage.of("doctor.jobs.lost", owner.id())
                        : CodedMessage.of(held.isEmpty() ? "doctor.jobs.none" : "doctor.jobs.several"));
    }

    /** Returns generations with this input whose submit was lost. */
    private List<Candidate> held(String model, JsonNode input) {
        return !input.isObject()
                ? List.of()
                : database.read(handle -> handle.createQuery("""
                                select id, user_id from generation
                                where hold = 'SUBMIT_UNKNOWN' and model = :model and input = cast(:input as jsonb)
                                order by created_at limit 2
                                """)
                        .bind("model", model)
                        .bind("input", JsonMapping.write(input))
                        .mapTo(Candidate.class)
                        .list());
    }

    private static long price(CatalogModel model, JsonNode input) {
        try {
            return ListPrice.of(model, model.price(input))
                    .map(price -> price.usd().multiply(MILLION).longValue())
                    .orElse(0L);
        } catch (IllegalArgumentException _) {
            return 0; // the input of another program's request may be anything
        }
    }

    /** Returns empty once the request is known. */
    Optional<DoctorFinding> recheck(DoctorFinding finding) {
        return unknown(Set.of(finding.key())).isEmpty() ? Optional.empty() : Optional.of(finding);
    }
}
