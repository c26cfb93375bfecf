package dev.darkroom.doctor;

import dev.darkroom.credit.CreditTransaction;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.RetryPlan;
import dev.darkroom.generation.action.ActionGuard;
import dev.darkroom.generation.action.ExpectedVersion;
import dev.darkroom.generation.action.OperatorAction;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis;
import dev.darkroom.http.RemoteException;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.message.RefusedInputException;
import dev.darkroom.storage.StoredFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Plans the repair of a finding after checking it again: what would change, or why it is refused. Reads only. Blocks. */
final class DoctorRepairPlanner {
    private static final CodedMessage UNCHANGED = CodedMessage.of("doctor.unchanged");
    private static final CodedMessage NONE = CodedMessage.of("doctor.none");

    private final DoctorRepairs.Services services;
    private final DoctorDatabaseChecks database;
    private final DoctorStorageChecks storage;
    private final FalRequestCheck fal;

    DoctorRepairPlanner(
            DoctorRepairs.Services services,
            DoctorDatabaseChecks database,
            DoctorStorageChecks storage,
            FalRequestCheck fal) {
        this.services = services;
        this.database = database;
        this.storage = storage;
        this.fal = fal;
    }

    /**
     * Plans what a repair would do now; reads only.
     *
     * @throws RemoteException when storage does not report the state of the finding
     */
    DoctorRepairPlan plan(DoctorFinding finding) {
        return recheck(finding)
                .map(this::planned)
                .orElseGet(() -> DoctorRepairPlan.refused(finding, CodedMessage.of("doctor.gone")));
    }

    private Optional<DoctorFinding> recheck(DoctorFinding finding) {
        return switch (finding.check().area()) {
            case GENERATIONS, LEDGER, ACCOUNTS -> database.recheck(finding);
            case STORAGE -> storage.recheck(finding);
            case FAL -> fal.recheck(finding);
            case PRICES -> Optional.of(finding);
        };
    }

    private DoctorRepairPlan planned(DoctorFinding finding) {
        return switch (finding.check()) {
            case FAILED_WITHOUT_REFUND -> planRefund(finding);
            case CHARGED_TWICE, DEDUCTION_WITHOUT_GENERATION ->
                planMovement(finding, finding.value(), CreditTransaction.Kind.REFUND, List.of());
            case REFUNDED_TWICE, REFUNDED_AND_COMPLETED ->
                planMovement(finding, -finding.value(), CreditTransaction.Kind.ADJUST, List.of());
            case WORK_WITHOUT_DEDUCTION -> planDeduction(finding);
            case BALANCE_DRIFT -> planBalance(finding);
            case STUCK -> planStuck(finding);
            case COMPLETED_WITHOUT_URL -> planRecover(finding, change("link", NONE, CodedMessage.of("doctor.new")));
            case EXPIRED_URL ->
                possible(
                        finding,
                        change("link", CodedMessage.of("doctor.expired"), CodedMessage.of("doctor.new")),
                        change("credits", UNCHANGED, UNCHANGED));
            case ROW_WITHOUT_OBJECT, CONTENT_DIFFERS -> planFile(finding);
            case OBJECT_WITHOUT_ROW ->
                possible(
                        finding,
                        change(
                                "object",
                                CodedMessage.of("doctor.bytes", finding.value()),
                                CodedMessage.of("doctor.deleted")),
                        change("credits", UNCHANGED, UNCHANGED));
            case UNKNOWN_FAL_REQUEST -> planAttach(finding);
            case PRICE_BELOW_COST -> DoctorRepairPlan.refused(finding, CodedMessage.of("doctor.no.price"));
        };
    }

    private DoctorRepairPlan planRefund(DoctorFinding finding) {
        Generation generation = generation(finding);
        DoctorRepairPlan.Change marked = change("refunded", yesNo(generation.refunded()), yesNo(true));
        boolean returned = line(generation, CreditTransaction.Kind.REFUND) != null;
        return returned || generation.credits() == 0
                ? possible(finding, marked, change("credits", UNCHANGED, UNCHANGED))
                : planMovement(finding, generation.credits(), CreditTransaction.Kind.REFUND, List.of(marked));
    }

    private DoctorRepairPlan planDeduction(DoctorFinding finding) {
        Generation generation = generation(finding);
        CreditTransaction other = line(generation, CreditTransaction.Kind.DEDUCT);
        if (other != null) {
            return DoctorRepairPlan.refused(finding, CodedMessage.of("doctor.no.amount", -other.amount()));
        }
        long balance = balance(finding.user());
        return balance < finding.value()
                ? DoctorRepairPlan.refused(finding, CodedMessage.of("credits.short", finding.value(), balance))
                : planMovement(finding, -finding.value(), CreditTransaction.Kind.DEDUCT, List.of());
    }

    private DoctorRepairPlan planBalance(DoctorFinding finding) {
        long sum = (Long) finding.second().arguments().getFirst();
        long lines = (Long) finding.second().arguments().getLast();
        long version = services.credits().lastVersion(finding.user());
        if (sum < 0 || version != lines) {
            return DoctorRepairPlan.refused(
                    finding, CodedMessage.of(sum < 0 ? "drift.negative" : "drift.gaps", finding.user(), sum));
        }
        return possible(
                finding,
                DoctorRepairPlan.Change.of(
                        CodedMessage.of("doctor.change.balance", finding.user()), balance(finding.user()), sum),
                change("ledger", NONE, NONE));
    }

    /** Changes balance and ledger by one more line; {@code amount} is signed. */
    private DoctorRepairPlan planMovement(
            DoctorFinding finding, long amount, CreditTransaction.Kind kind, List<DoctorRepairPlan.Change> more) {
        long before = balance(finding.user());
        if (before + amount < 0) {
            return DoctorRepairPlan.refused(finding, CodedMessage.of("credits.below.zero", finding.user(), -amount));
        }
        List<DoctorRepairPlan.Change> changes = new ArrayList<>();
        changes.add(DoctorRepairPlan.Change.of(
                CodedMessage.of("doctor.change.balance", finding.user()), before, before + amount));
        changes.add(change(
                "ledger",
                NONE,
                CodedMessage.of("doctor.line", kind.name(), (amount > 0 ? "+" : "\u2212") + Math.abs(amount))));
        changes.addAll(more);
        changes.add(change("others", UNCHANGED, UNCHANGED));
        return DoctorRepairPlan.of(
                finding, CodedMessage.of("doctor.repair." + finding.check(), Math.abs(amount)), changes);
    }

    private DoctorRepairPlan planStuck(DoctorFinding finding) {
        Generation generation = generation(finding);
        GenerationDiagnosis diagnosis = services.generations().diagnose(generation);
        return switch (diagnosis.act()) {
            case RECOVER, NEW_LINK, CANCEL, RETRY_NOW ->
                new DoctorRepairPlan(
                        finding,
                        CodedMessage.of("doctor.act." + diagnosis.act()),
                        List.of(
                                change("state", diagnosis.title(), diagnosis.remark()),
                                diagnosis.act() == GenerationDiagnosis.SafeAction.CANCEL
                                        ? change(
                                                "credits",
                                                CodedMessage.of("doctor.held", finding.value()),
                                                CodedMessage.of(
                                                        generation.endsWhenCancelled()
                                                                ? "doctor.refunded.now"
                                                                : "doctor.refunded.then"))
                                        : change("credits", UNCHANGED, UNCHANGED)),
                        Optional.of(new DoctorRepairPlan.StuckStep(diagnosis.act(), ExpectedVersion.of(generation))),
                        Optional.empty());
            case NONE, RETRY, REFUND ->
                DoctorRepairPlan.refused(
                        finding,
                        diagnosis.remark().isEmpty() ? CodedMessage.of("doctor.no.person") : diagnosis.remark());
        };
    }

    private DoctorRepairPlan planRecover(DoctorFinding finding, DoctorRepairPlan.Change change) {
        Generation generation = generation(finding);
        Optional<ActionGuard> guard = ActionGuard.of(OperatorAction.RECOVER, generation, false);
        return guard.map(no -> DoctorRepairPlan.refused(finding, no.message()))
                .orElseGet(() -> possible(finding, change, change("credits", UNCHANGED, UNCHANGED)));
    }

    private DoctorRepairPlan planFile(DoctorFinding finding) {
        Generation generation = generation(finding);
        if (isMissingFile(finding)) {
            Optional<ActionGuard> guard = ActionGuard.of(OperatorAction.RETRY, generation, false);
            if (guard.isPresent()) {
                return DoctorRepairPlan.refused(finding, guard.get().message());
            }
            RetryPlan retry = retry(finding);
            return retry.from() == RetryPlan.From.STORE && retry.creditsToTake() == 0
                    ? possible(
                            finding,
                            change("file", CodedMessage.of("doctor.missing"), CodedMessage.of("doctor.stored")),
                            change("credits", UNCHANGED, UNCHANGED))
                    : DoctorRepairPlan.refused(finding, CodedMessage.of("doctor.no.free.retry"));
        }
        return generation.result() == null
                ? DoctorRepairPlan.refused(finding, CodedMessage.of("doctor.no.result"))
                : planRecover(
                        finding,
                        change(
                                "file",
                                CodedMessage.of(
                                        finding.check() == DoctorCheck.ROW_WITHOUT_OBJECT
                                                ? "doctor.deleted"
                                                : "doctor.changed"),
                                CodedMessage.of("doctor.stored.again")));
    }

    private DoctorRepairPlan planAttach(DoctorFinding finding) {
        return finding.generation() == null
                ? DoctorRepairPlan.refused(finding, CodedMessage.of("doctor.no.request"))
                : possible(
                        finding,
                        change("request", NONE, CodedMessage.quoted(finding.key())),
                        change("credits", UNCHANGED, UNCHANGED));
    }

    private static DoctorRepairPlan possible(DoctorFinding finding, DoctorRepairPlan.Change... changes) {
        return DoctorRepairPlan.of(
                finding, CodedMessage.of("doctor.repair." + finding.check(), finding.value()), List.of(changes));
    }

    private static DoctorRepairPlan.Change change(String what, CodedMessage before, CodedMessage after) {
        return new DoctorRepairPlan.Change(CodedMessage.of("doctor.change." + what), before, after);
    }

    RetryPlan retry(DoctorFinding finding) {
        return services.actions().planRetry(id(finding));
    }

    boolean isMissingFile(DoctorFinding finding) {
        return storage.file(finding)
                .filter(file -> file.state() == StoredFile.State.MISSING)
                .isPresent();
    }

    private static CodedMessage yesNo(boolean value) {
        return CodedMessage.of(value ? "doctor.yes" : "doctor.no");
    }

    private @Nullable CreditTransaction line(Generation generation, CreditTransaction.Kind kind) {
        return services.credits().ofGeneration(generation.id()).stream()
                .filter(line -> line.kind() == kind && Objects.equals(line.charge(), generation.charge()))
                .findFirst()
                .orElse(null);
    }

    long balance(String user) {
        return services.ledger().balance(user).orElse(0);
    }

    Generation generation(DoctorFinding finding) {
        return services.generations()
                .find(id(finding))
                .orElseThrow(() -> new RefusedInputException("generation.unknown", id(finding)));
    }

    static UUID id(DoctorFinding finding) {
        return Objects.requireNonNull(finding.generation());
    }
}
