package dev.darkroom.doctor;

import dev.darkroom.credit.CreditLedger;
import dev.darkroom.credit.CreditQueries;
import dev.darkroom.credit.CreditTransaction;
import dev.darkroom.database.Database;
import dev.darkroom.database.DatabaseReader;
import dev.darkroom.fal.FalClient;
import dev.darkroom.fal.catalog.ModelCatalog;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.action.GenerationActions;
import dev.darkroom.generation.action.SignedUrlService;
import dev.darkroom.generation.query.GenerationQueries;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.message.RefusedInputException;
import dev.darkroom.storage.FileQueries;
import dev.darkroom.storage.StoredFile;
import dev.darkroom.storage.supabase.SupabaseStorage;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs the checks, previews repairs, carries them out, and keeps the history of both. Safe for any thread; every call blocks.
 */
public final class DoctorService {
    private final DatabaseReader database;
    private final Reads reads;
    private final @Nullable Operator operator;
    private final DoctorDatabaseChecks databaseChecks;
    private final DoctorStorageChecks storageChecks;
    private final FalRequestCheck falCheck;
    private final DoctorHistory history;
    private final @Nullable DoctorRepairs repairs;

    /** The services that checks read from. */
    public record Reads(
            SupabaseStorage storage,
            ModelCatalog models,
            GenerationQueries generations,
            CreditQueries credits,
            FileQueries files) {}

    /** The services that repairs use. */
    public record Operator(
            Database database, FalClient fal, GenerationActions actions, SignedUrlService links, CreditLedger ledger) {}

    /**
     * The scope of a run.
     *
     * @param hashes whether to ask storage for the hash of every object, one call for each
     * @param lookBack how far back to read the history of fal.ai
     * @param settlingTime requests that ended at fal.ai less long ago are ignored, as they may not be recorded here yet
     * @param credit the price that users pay for a credit, in dollars
     */
    public record Wanted(
            Set<DoctorCheck> checks, boolean hashes, Duration lookBack, Duration settlingTime, BigDecimal credit) {
        public static final Wanted EVERYTHING = new Wanted(
                EnumSet.allOf(DoctorCheck.class),
                false,
                Duration.ofDays(7),
                Duration.ofMinutes(2),
                PriceCheck.DEFAULT_CREDIT_PRICE);

        public Wanted {
            checks = Set.copyOf(checks);
        }

        public Wanted only(Set<DoctorCheck> some) {
            return new Wanted(some, hashes, lookBack, settlingTime, credit);
        }

        public Wanted withHashes(boolean asked) {
            return new Wanted(checks, asked, lookBack, settlingTime, credit);
        }

        public Wanted withCredit(BigDecimal dollars) {
            return new Wanted(checks, hashes, lookBack, settlingTime, dollars);
        }

        public Wanted withLookBack(Duration period, Duration settling) {
            return new Wanted(checks, hashes, period, settling, credit);
        }
    }

    /** The statement of one side. */
    public record Statement(DoctorCheck.Side side, CodedMessage says) {}

    /** @param operator null on a read-only connection, where nothing is repaired or recorded and fal.ai is not asked */
    public DoctorService(DatabaseReader database, Reads reads, @Nullable Operator operator) {
        this.database = database;
        this.reads = reads;
        this.operator = operator;
        databaseChecks = new DoctorDatabaseChecks(database);
        storageChecks = new DoctorStorageChecks(database, reads.storage());
        falCheck = new FalRequestCheck(database, operator == null ? null : operator.fal(), reads.models());
        history = new DoctorHistory(database);
        repairs = operator == null
                ? null
                : new DoctorRepairs(
                        new DoctorRepairs.Services(
                                operator.actions(),
                                operator.links(),
                                operator.ledger(),
                                reads.credits(),
                                reads.generations()),
                        databaseChecks,
                        storageChecks,
                        falCheck);
    }

    public boolean isReadOnly() {
        return operator == null;
    }

    public DoctorHistory history() {
        return history;
    }

    /** Runs the requested checks one after the other; changes nothing but the history. */
    public DoctorReport run(Wanted wanted, String actor, DoctorProgress progress) {
        Instant started = Instant.now();
        List<DoctorCheckResult> results = new ArrayList<>();
        for (DoctorCheckSql.Walk walk : DoctorCheckSql.Walk.values()) {
            results.addAll(databaseChecks.run(walk, wanted.checks(), progress));
        }
        if (wanted.checks().contains(DoctorCheck.PRICE_BELOW_COST)) {
            results.add(new PriceCheck(database, reads.models(), wanted.credit()).run(progress));
        }
        results.addAll(storageChecks.run(wanted.checks(), wanted.hashes(), progress));
        if (wanted.checks().contains(DoctorCheck.UNKNOWN_FAL_REQUEST)) {
            results.add(falCheck.run(wanted.lookBack(), wanted.settlingTime(), progress));
        }
        results.sort(Comparator.comparing(DoctorCheckResult::check));
        DoctorReport report = new DoctorReport(
                UUID.randomUUID(), actor, started, Instant.now(), progress.isStopped(), List.copyOf(results));
        if (operator != null) {
            DoctorHistory.save(operator.database(), report);
        }
        return report;
    }

    /**
     * Returns what a repair of this finding would do now, without doing it.
     *
     * @throws dev.darkroom.http.RemoteException when storage does not report its state
     */
    public DoctorRepairPlan plan(DoctorFinding finding) {
        return repairs == null
                ? DoctorRepairPlan.refused(finding, CodedMessage.of("doctor.no.readonly"))
                : repairs.plan(finding);
    }

    /**
     * Carries out repairs of one kind one by one, each only if it would still do what its plan says, and records the reason.
     *
     * @param confirmed the plans as they were shown
     */
    public DoctorRepairResult repair(
            List<DoctorRepairPlan> confirmed, String reason, String actor, DoctorProgress progress) {
        DoctorRepairs makers = repairs;
        Operator writes = operator;
        if (makers == null || writes == null) {
            throw new RefusedInputException("doctor.no.readonly");
        }
        if (reason.isBlank()) {
            throw new RefusedInputException("reason.missing");
        }
        DoctorCheck check = confirmed.getFirst().finding().check();
        List<DoctorRepairResult.Item> items = new ArrayList<>();
        for (DoctorRepairPlan plan : confirmed) {
            if (progress.isStopped()) {
                break;
            }
            items.add(makers.repair(plan, reason, actor));
            progress.step(
                    CodedMessage.of("doctor.repair." + check, plan.finding().value()), items.size(), confirmed.size());
        }
        DoctorRepairResult result = new DoctorRepairResult(check, items, items.size() < confirmed.size());
        DoctorHistory.save(writes.database(), result, actor, reason);
        return result;
    }

    /** Returns what else is known about a finding's generation: its ledger, its request and its files. */
    public List<Statement> relatedStatements(DoctorFinding finding) {
        UUID id = finding.generation();
        List<Statement> all = new ArrayList<>();
        all.add(new Statement(finding.check().first(), finding.first()));
        all.add(new Statement(finding.check().second(), finding.second()));
        if (id != null) {
            reads.generations().find(id).ifPresent(generation -> {
                add(
                        all,
                        DoctorCheck.Side.ROW,
                        CodedMessage.of(
                                "doctor.row.is",
                                CodedMessage.of("status." + generation.status()),
                                generation.model(),
                                generation.credits()));
                add(all, DoctorCheck.Side.LEDGER, ledger(reads.credits().ofGeneration(id)));
                add(all, DoctorCheck.Side.FAL, fal(generation.fal()));
                add(all, DoctorCheck.Side.FILES, files(reads.files().ofGeneration(id)));
            });
        }
        return List.copyOf(all);
    }

    private static void add(List<Statement> all, DoctorCheck.Side side, CodedMessage says) {
        if (all.stream().noneMatch(statement -> statement.side() == side)) {
            all.add(new Statement(side, says));
        }
    }

    private static CodedMessage fal(Generation.FalJob job) {
        if (job.request() != null) {
            return CodedMessage.of("doctor.fal.request", job.request().requestId(), String.valueOf(job.status()));
        }
        return CodedMessage.of(job.submitStartedAt() == null ? "doctor.fal.never" : "doctor.fal.unanswered");
    }

    private static CodedMessage ledger(List<CreditTransaction> lines) {
        return lines.isEmpty()
                ? CodedMessage.of("doctor.ledger.nothing")
                : CodedMessage.quoted(lines.stream()
                        .map(line -> line.kind() + (line.amount() < 0 ? " \u2212" : " +") + Math.abs(line.amount()))
                        .collect(Collectors.joining(", ")));
    }

    private static CodedMessage files(List<StoredFile> files) {
        return CodedMessage.of(
                "doctor.files",
                files.stream()
                        .filter(file -> file.state() == StoredFile.State.STORED)
                        .count(),
                files.stream()
                        .filter(file -> file.state() == StoredFile.State.STORED && file.bytes() != null)
                        .mapToLong(StoredFile::bytes)
                        .sum());
    }
}
