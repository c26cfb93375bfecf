package dev.darkroom.doctor;

import dev.darkroom.credit.CreditLedger;
import dev.darkroom.credit.CreditQueries;
import dev.darkroom.credit.CreditTransaction;
import dev.darkroom.database.DatabaseException;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.RetryPlan;
import dev.darkroom.generation.action.ActionGuard;
import dev.darkroom.generation.action.ActionResult;
import dev.darkroom.generation.action.ExpectedVersion;
import dev.darkroom.generation.action.GenerationActions;
import dev.darkroom.generation.action.OperatorAction;
import dev.darkroom.generation.action.SignedUrlService;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis;
import dev.darkroom.generation.query.GenerationQueries;
import dev.darkroom.http.RemoteException;
import dev.darkroom.message.CodedError;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.message.RefusedInputException;
import dev.darkroom.storage.StoredFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is done about a finding, each kind by the service that does the same elsewhere in the program, with its guards. A finding is
 * looked for again before anything is planned or done, so a repair that somebody else was quicker with changes nothing. Blocks.
 */
final class DoctorRepairs {
    /** Begins the key of the adjustment that takes back a line of the ledger, which is the same however often it is asked for. */
    static final String TAKEN_BACK = "doctor-";

    private static final CodedMessage UNCHANGED = CodedMessage.of("doctor.unchanged");
    private static final CodedMessage NONE = CodedMessage.of("doctor.none");

    private final Services services;
    private final DatabaseChecks database;
    private final StorageChecks storage;
    private final FalRequestCheck fal;

    record Services(
            GenerationActions actions,
            SignedUrlService links,
            CreditLedger ledger,
            CreditQueries credits,
            GenerationQueries generations) {}

    DoctorRepairs(Services services, DatabaseChecks database, StorageChecks storage, FalRequestCheck fal) {
        this.services = services;
        this.database = database;
        this.storage = storage;
        this.fal = fal;
    }

    /** An act and what it needs to know. */
    private record Why(String reason, String actor) {}

    /**
     * What a repair would do now; reads only.
     *
     * @throws RemoteException when storage does not tell how the finding stands
     */
    RepairPlan plan(DoctorFinding finding) {
        return again(finding)
                .map(this::planned)
                .orElseGet(() -> RepairPlan.refused(finding, CodedMessage.of("doctor.gone")));
    }

    private Optional<DoctorFinding> again(DoctorFinding finding) {
        return switch (finding.check().area()) {
            case GENERATIONS, LEDGER, ACCOUNTS -> database.again(finding);
            case STORAGE -> storage.again(finding);
            case FAL -> fal.again(finding);
            case PRICES -> Optional.of(finding);
        };
    }

    private RepairPlan planned(DoctorFinding finding) {
        return switch (finding.check()) {
            case FAILED_WITHOUT_REFUND -> planRefund(finding);
            case CHARGED_TWICE, DEDUCTION_WITHOUT_GENERATION ->
                moving(finding, finding.value(), CreditTransaction.Kind.REFUND, List.of());
            case REFUNDED_TWICE, REFUNDED_AND_COMPLETED ->
                moving(finding, -finding.value(), CreditTransaction.Kind.ADJUST, List.of());
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
            case PRICE_BELOW_COST -> RepairPlan.refused(finding, CodedMessage.of("doctor.no.price"));
        };
    }

    private RepairPlan planRefund(DoctorFinding finding) {
        Generation generation = generation(finding);
        RepairPlan.Change marked = change("refunded", yesNo(generation.refunded()), yesNo(true));
        boolean returned = line(generation, CreditTransaction.Kind.REFUND) != null;
        return returned || generation.credits() == 0
                ? possible(finding, marked, change("credits", UNCHANGED, UNCHANGED))
                : moving(finding, generation.credits(), CreditTransaction.Kind.REFUND, List.of(marked));
    }

    private RepairPlan planDeduction(DoctorFinding finding) {
        Generation generation = generation(finding);
        CreditTransaction other = line(generation, CreditTransaction.Kind.DEDUCT);
        if (other != null) {
            return RepairPlan.refused(finding, CodedMessage.of("doctor.no.amount", -other.amount()));
        }
        long balance = balance(finding.user());
        return balance < finding.value()
                ? RepairPlan.refused(finding, CodedMessage.of("credits.short", finding.value(), balance))
                : moving(finding, -finding.value(), CreditTransaction.Kind.DEDUCT, List.of());
    }

    private RepairPlan planBalance(DoctorFinding finding) {
        long sum = (Long) finding.second().arguments().getFirst();
        long lines = (Long) finding.second().arguments().getLast();
        long version = services.credits().lastVersion(finding.user());
        if (sum < 0 || version != lines) {
            return RepairPlan.refused(
                    finding, CodedMessage.of(sum < 0 ? "drift.negative" : "drift.gaps", finding.user(), sum));
        }
        return possible(
                finding,
                RepairPlan.Change.of(
                        CodedMessage.of("doctor.change.balance", finding.user()), balance(finding.user()), sum),
                change("ledger", UNCHANGED, UNCHANGED));
    }

    /** Balance and ledger by one line more; {@code amount} with its sign. */
    private RepairPlan moving(
            DoctorFinding finding, long amount, CreditTransaction.Kind kind, List<RepairPlan.Change> more) {
        long before = balance(finding.user());
        if (before + amount < 0) {
            return RepairPlan.refused(finding, CodedMessage.of("credits.below.zero", finding.user(), -amount));
        }
        List<RepairPlan.Change> changes = new ArrayList<>();
        changes.add(RepairPlan.Change.of(
                CodedMessage.of("doctor.change.balance", finding.user()), before, before + amount));
        changes.add(change(
                "ledger",
                NONE,
                CodedMessage.of("doctor.line", kind.name(), (amount > 0 ? "+" : "\u2212") + Math.abs(amount))));
        changes.addAll(more);
        changes.add(change("others", UNCHANGED, UNCHANGED));
        return RepairPlan.of(finding, CodedMessage.of("doctor.repair." + finding.check(), Math.abs(amount)), changes);
    }

    private RepairPlan planStuck(DoctorFinding finding) {
        GenerationDiagnosis diagnosis = services.generations().diagnose(generation(finding));
        return switch (diagnosis.act()) {
            case RECOVER, NEW_LINK, CANCEL, RETRY_NOW ->
                new RepairPlan(
                        finding,
                        CodedMessage.of("doctor.act." + diagnosis.act()),
                        List.of(
                                change("state", diagnosis.title(), diagnosis.remark()),
                                diagnosis.act() == GenerationDiagnosis.SafeAct.CANCEL
                                        ? change(
                                                "credits",
                                                CodedMessage.of("doctor.held", finding.value()),
                                                CodedMessage.of("doctor.refunded.then"))
                                        : change("credits", UNCHANGED, UNCHANGED)),
                        Optional.empty());
            case NONE, RETRY, REFUND ->
                RepairPlan.refused(
                        finding,
                        diagnosis.remark().isEmpty() ? CodedMessage.of("doctor.no.person") : diagnosis.remark());
        };
    }

    private RepairPlan planRecover(DoctorFinding finding, RepairPlan.Change change) {
        Generation generation = generation(finding);
        Optional<ActionGuard> guard = ActionGuard.of(OperatorAction.RECOVER, generation, false);
        return guard.map(no -> RepairPlan.refused(finding, no.told()))
                .orElseGet(() -> possible(finding, change, change("credits", UNCHANGED, UNCHANGED)));
    }

    private RepairPlan planFile(DoctorFinding finding) {
        if (isMissingFile(finding)) {
            RetryPlan retry = retry(finding);
            return retry.from() == RetryPlan.From.STORE && retry.creditsToTake() == 0
                    ? possible(
                            finding,
                            change("file", CodedMessage.of("doctor.missing"), CodedMessage.of("doctor.stored")),
                            change("credits", UNCHANGED, UNCHANGED))
                    : RepairPlan.refused(finding, CodedMessage.of("doctor.no.free.retry"));
        }
        Generation generation = generation(finding);
        return generation.result() == null
                ? RepairPlan.refused(finding, CodedMessage.of("doctor.no.result"))
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

    private RepairPlan planAttach(DoctorFinding finding) {
        return finding.generation() == null
                ? RepairPlan.refused(finding, CodedMessage.of("doctor.no.request"))
                : possible(
                        finding,
                        change("request", NONE, CodedMessage.quoted(finding.key())),
                        change("credits", UNCHANGED, UNCHANGED));
    }

    private static RepairPlan possible(DoctorFinding finding, RepairPlan.Change... changes) {
        return RepairPlan.of(
                finding, CodedMessage.of("doctor.repair." + finding.check(), finding.value()), List.of(changes));
    }

    private static RepairPlan.Change change(String what, CodedMessage before, CodedMessage after) {
        return new RepairPlan.Change(CodedMessage.of("doctor.change." + what), before, after);
    }

    /** Does what the plan of this moment says. */
    RepairResult.Item repair(DoctorFinding finding, String reason, String actor) {
        try {
            RepairPlan plan = plan(finding);
            if (plan.refusal().isPresent()) {
                return new RepairResult.Item(
                        finding, RepairResult.State.SKIPPED, plan.refusal().get());
            }
            return switch (repaired(plan.finding(), new Why(reason, actor))) {
                case ActionResult.Done(CodedMessage told) ->
                    new RepairResult.Item(plan.finding(), RepairResult.State.DONE, told);
                case ActionResult.Nothing(CodedMessage told) ->
                    new RepairResult.Item(finding, RepairResult.State.SKIPPED, told);
            };
        } catch (RefusedInputException refused) {
            return new RepairResult.Item(finding, RepairResult.State.SKIPPED, refused.told());
        } catch (RemoteException | DatabaseException failure) {
            return new RepairResult.Item(finding, RepairResult.State.FAILED, CodedError.of(failure));
        }
    }

    private ActionResult repaired(DoctorFinding finding, Why why) {
        return switch (finding.check()) {
            case FAILED_WITHOUT_REFUND -> refund(finding, why);
            case CHARGED_TWICE, DEDUCTION_WITHOUT_GENERATION ->
                giveBack(finding, charge(finding), finding.value(), why);
            case REFUNDED_TWICE, REFUNDED_AND_COMPLETED ->
                balanced(services.ledger()
                        .adjust(
                                finding.user(),
                                -finding.value(),
                                why.reason(),
                                why.actor(),
                                TAKEN_BACK + finding.key()));
            case WORK_WITHOUT_DEDUCTION -> takeCharge(finding, why);
            case BALANCE_DRIFT -> balanced(services.ledger().restoreBalance(finding.user(), why.reason(), why.actor()));
            case STUCK -> unstick(finding, why);
            case COMPLETED_WITHOUT_URL, ROW_WITHOUT_OBJECT -> recover(finding, why);
            case EXPIRED_URL -> renew(finding, why);
            case CONTENT_DIFFERS ->
                isMissingFile(finding)
                        ? services.actions().retry(id(finding), retry(finding), why.reason(), why.actor())
                        : recover(finding, why);
            case OBJECT_WITHOUT_ROW -> delete(finding, why);
            case UNKNOWN_FAL_REQUEST ->
                services.actions()
                        .attach(
                                id(finding),
                                ExpectedVersion.of(generation(finding)),
                                finding.key(),
                                why.reason(),
                                why.actor());
            case PRICE_BELOW_COST -> new ActionResult.Nothing(CodedMessage.of("doctor.no.price"));
        };
    }

    private ActionResult refund(DoctorFinding finding, Why why) {
        Generation generation = generation(finding);
        return generation.refunded()
                ? giveBack(finding, generation.charge(), generation.credits(), why)
                : services.actions().refund(generation.id(), ExpectedVersion.of(generation), why.reason(), why.actor());
    }

    private ActionResult giveBack(DoctorFinding finding, int charge, long credits, Why why) {
        return balanced(
                services.ledger().giveBack(finding.user(), id(finding), charge, credits, why.reason(), why.actor()));
    }

    private ActionResult takeCharge(DoctorFinding finding, Why why) {
        Generation generation = generation(finding);
        return services
                .ledger()
                .takeCharge(
                        finding.user(),
                        generation.id(),
                        generation.charge(),
                        generation.credits(),
                        why.reason(),
                        why.actor())
                .stream()
                .mapToObj(DoctorRepairs::balanced)
                .findFirst()
                .orElseGet(() -> new ActionResult.Nothing(
                        CodedMessage.of("credits.short", finding.value(), balance(finding.user()))));
    }

    private static ActionResult balanced(long balance) {
        return new ActionResult.Done(CodedMessage.of("doctor.done.balance", balance));
    }

    private ActionResult unstick(DoctorFinding finding, Why why) {
        Generation generation = generation(finding);
        return switch (services.generations().diagnose(generation).act()) {
            case RECOVER -> recover(finding, why);
            case NEW_LINK -> renew(finding, why);
            case CANCEL -> services.actions().cancel(generation.id(), why.reason(), why.actor());
            case RETRY_NOW ->
                services.actions().retryNow(generation.id(), ExpectedVersion.of(generation), why.reason(), why.actor());
            case NONE, RETRY, REFUND -> new ActionResult.Nothing(CodedMessage.of("doctor.no.person"));
        };
    }

    private ActionResult recover(DoctorFinding finding, Why why) {
        return services.actions()
                .recover(id(finding), ExpectedVersion.of(generation(finding)), why.reason(), why.actor());
    }

    private ActionResult renew(DoctorFinding finding, Why why) {
        return new ActionResult.Done(CodedMessage.of(
                "done.link",
                services.links()
                        .renew(generation(finding), why.reason(), why.actor())
                        .expiresAt()));
    }

    private ActionResult delete(DoctorFinding finding, Why why) {
        if (!storage.delete(finding)) {
            return new ActionResult.Nothing(CodedMessage.of("doctor.not.deleted", finding.key()));
        }
        services.actions()
                .keep(
                        "DELETE_OBJECT",
                        finding.generation(),
                        finding.scope() + "/" + finding.key(),
                        why.reason(),
                        why.actor());
        return new ActionResult.Done(CodedMessage.of("doctor.done.deleted", finding.key()));
    }

    private RetryPlan retry(DoctorFinding finding) {
        return services.actions().planRetry(id(finding));
    }

    private boolean isMissingFile(DoctorFinding finding) {
        return finding.check() == DoctorCheck.CONTENT_DIFFERS
                && storage.file(finding)
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

    /** Of the deduction that is the key. */
    private int charge(DoctorFinding finding) {
        return services.credits().ofGeneration(id(finding)).stream()
                .filter(line -> String.valueOf(line.id()).equals(finding.key()))
                .map(CreditTransaction::charge)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }

    private long balance(String user) {
        return services.ledger().balance(user).orElse(0);
    }

    private Generation generation(DoctorFinding finding) {
        return services.generations()
                .find(id(finding))
                .orElseThrow(() -> new RefusedInputException("generation.unknown", id(finding)));
    }

    private static UUID id(DoctorFinding finding) {
        return Objects.requireNonNull(finding.generation());
    }
}
